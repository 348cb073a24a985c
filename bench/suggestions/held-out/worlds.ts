/**
 * Made-up databases whose words, languages and shapes stand in no case that the weights were fitted on. A column is `name: kind`; other names that
 * people give it follow after `/`. `ref T` refers to the key of T, `ref T .3` to three tenths of its keys only, `ref T =c` to its column c; `?` leaves
 * some rows empty. `tuple T` is one column of a reference to the composite key of T, `per c` counts within c, `grid 4 5 A#` takes five values in turn,
 * each for four rows.
 */
export interface World {
  readonly name: string;
  readonly tables: Readonly<Record<string, WorldTable>>;
}
export interface WorldTable {
  readonly rows: number;
  /** Other names of the table. */
  readonly also?: readonly string[];
  /** More than one column: a composite key. Default: the first column, unless it refers to something. */
  readonly key?: readonly string[];
  /** Its rows are people. */
  readonly isPeople?: boolean;
  readonly columns: Readonly<Record<string, string>>;
}

export const WORLDS: readonly World[] = [
  {
    name: 'clinic',
    tables: {
      physicians: {
        rows: 42,
        isPeople: true,
        also: ['doc_master', 'Aerzte'],
        columns: {
          'physician_id/phys_no': 'id',
          full_name: 'name',
          specialty: 'word',
          pager: 'number',
          hired_on: 'date',
        },
      },
      patients: {
        rows: 620,
        isPeople: true,
        also: ['pat', 'person_registry'],
        columns: {
          'mrn/patient_mrn/med_rec_nbr': 'code MR-######',
          surname: 'name',
          birth_date: 'date',
          blood_group: 'small',
        },
      },
      wards: {
        rows: 14,
        also: ['ward_list'],
        columns: { 'ward_code/ward_cd': 'code W##', beds: 'small', floor: 'small' },
      },
      admissions: {
        rows: 900,
        also: ['stays'],
        columns: {
          admission_no: 'id 5000',
          'mrn/patient_ref/pat_mrn': 'ref patients',
          'ward_code/ward': 'ref wards',
          'admitted_by/admitting_physician': 'ref physicians .5',
          'discharged_by/discharging_physician': 'ref physicians .7 ?',
          admitted_at: 'date',
          bill: 'amount',
        },
      },
      lab_results: {
        rows: 1400,
        columns: {
          result_uid: 'uuid',
          'mrn/pat_id': 'ref patients .8',
          analyte: 'word',
          reading: 'amount',
          taken_at: 'date',
        },
      },
    },
  },
  {
    name: 'shipping',
    tables: {
      ports: {
        rows: 96,
        also: ['harbours', 'port_dim'],
        columns: { 'locode/port_code': 'code UU###', port_name: 'word', berths: 'small' },
      },
      vessels: {
        rows: 130,
        also: ['ships'],
        columns: { 'imo/imo_number': 'sparse', vessel_name: 'word', flag: 'small', gross_tonnage: 'number' },
      },
      voyages: {
        rows: 700,
        key: ['imo', 'voyage_no'],
        columns: {
          'imo/vessel_imo/ship_imo': 'ref vessels',
          'voyage_no/voy': 'per imo',
          'port_of_loading/pol/load_port': 'ref ports .6',
          'port_of_discharge/pod/discharge_port': 'ref ports .8',
          sailed_on: 'date',
        },
      },
      containers: {
        rows: 1100,
        columns: { 'container_no/box_no': 'code UUUU#######', tare_kg: 'number', iso_size: 'small' },
      },
      bookings: {
        rows: 1600,
        columns: {
          booking_ref: 'code BK#######',
          'container_no/cntr': 'ref containers',
          'imo/vessel': 'tuple voyages',
          'voyage_no/voyage': 'tuple voyages',
          freight: 'amount',
        },
      },
    },
  },
  {
    name: 'league',
    tables: {
      clubs: {
        rows: 24,
        also: ['teams', 'tbl_team'],
        columns: { 'club_id/team_id': 'id', club: 'word', founded: 'number', stadium: 'word' },
      },
      players: {
        rows: 540,
        isPeople: true,
        also: ['squad'],
        columns: {
          'player_id/pid': 'id',
          player: 'name',
          'club_id/current_club': 'ref clubs',
          shirt: 'small',
          height_cm: 'number',
        },
      },
      fixtures: {
        rows: 380,
        also: ['matches', 'game_results'],
        columns: {
          'fixture_id/match_no': 'id',
          'home_club_id/home_team/home': 'ref clubs',
          'away_club_id/away_team/away': 'ref clubs',
          kick_off: 'date',
          attendance: 'number',
        },
      },
      goals: {
        rows: 1000,
        columns: {
          goal_id: 'id',
          'fixture_id/match': 'ref fixtures .9',
          'scorer_id/scored_by': 'ref players .5',
          'assist_player_id/assisted_by': 'ref players .5 ?',
          minute: 'small',
        },
      },
    },
  },
  {
    name: 'handel',
    tables: {
      kunden: {
        rows: 480,
        isPeople: true,
        also: ['kundenstamm', 'KUNDE'],
        columns: { 'kunden_nr/kundennummer/KdNr': 'id 10001', firma: 'word', ustid: 'code DE#########', seit: 'date' },
      },
      anschriften: {
        rows: 800,
        also: ['adressen'],
        columns: { 'anschrift_id/adress_id': 'id', strasse: 'word', plz: 'number', ort: 'word' },
      },
      artikel: { rows: 300, columns: { 'artikel_nr/art_nr': 'code A-#####', bezeichnung: 'word', preis: 'amount' } },
      auftraege: {
        rows: 1500,
        also: ['bestellungen'],
        columns: {
          'auftrag_nr/bestell_nr': 'sparse',
          'kunden_nr/kunde/kd_nr': 'ref kunden',
          'liefer_anschrift_id/lieferadresse': 'ref anschriften .6',
          'rechnungs_anschrift_id/rechnungsadresse': 'ref anschriften .4',
          datum: 'date',
          summe: 'amount',
        },
      },
      auftragspositionen: {
        rows: 2600,
        columns: {
          'auftrag_nr/auftrag': 'ref auftraege',
          position: 'per auftrag_nr',
          'artikel_nr/artikel': 'ref artikel',
          menge: 'small',
        },
        key: ['auftrag_nr', 'position'],
      },
    },
  },
  {
    name: 'mediatheque',
    tables: {
      adherents: {
        rows: 410,
        isPeople: true,
        columns: { 'num_adherent/adherent_id': 'id', nom: 'name', inscription: 'date' },
      },
      ouvrages: {
        rows: 950,
        columns: { 'isbn/code_isbn': 'code 978##########', titre: 'word', annee: 'number', pages: 'number' },
      },
      exemplaires: {
        rows: 1500,
        columns: { 'code_barres/cb': 'sparse', 'isbn/isbn_ouvrage': 'ref ouvrages', etat: 'small' },
      },
      prets: {
        rows: 1900,
        columns: {
          pret_id: 'id',
          'num_adherent/adherent': 'ref adherents',
          'code_barres/exemplaire': 'ref exemplaires .8',
          emprunte_le: 'date',
        },
      },
    },
  },
  {
    name: 'grid',
    tables: {
      substations: { rows: 60, also: ['ss_dim'], columns: { 'bus_id/node_id': 'id 100', site: 'word', kv: 'small' } },
      lines: {
        rows: 150,
        also: ['branches'],
        columns: {
          'line_code/line_cd': 'code L-####',
          'from_bus/bus_from': 'ref substations',
          'to_bus/bus_to': 'ref substations',
          reactance: 'amount',
        },
      },
      meters: {
        rows: 900,
        columns: {
          'meter_serial/serial_no': 'code SN########',
          'bus_id/feeder_bus': 'ref substations',
          installed: 'date',
        },
      },
      readings: { rows: 2400, columns: { 'meter_serial/meter': 'ref meters', read_at: 'date', kwh: 'amount' } },
      outages: {
        rows: 260,
        columns: { 'outage_guid/guid': 'uuid', 'line_code/line': 'ref lines .5', minutes: 'number', began: 'date' },
      },
    },
  },
  {
    name: 'bank',
    tables: {
      accounts: {
        rows: 700,
        also: ['acct_mstr'],
        columns: { 'iban/account_iban': 'code GB##UUUU##########', opened: 'date', holder: 'name', balance: 'amount' },
      },
      transfers: {
        rows: 1800,
        also: ['txn'],
        columns: {
          'transfer_guid/txn_guid': 'uuid',
          'debit_account/debtor_iban/payer': 'ref accounts .7',
          'credit_account/creditor_iban/payee': 'ref accounts .7',
          booked_on: 'date',
          amount: 'amount',
        },
      },
      currencies: { rows: 40, columns: { 'ccy/iso_ccy': 'code UUU', minor_units: 'small', currency_name: 'word' } },
      fx_rates: {
        rows: 800,
        columns: {
          'base_ccy/base': 'ref currencies',
          'quote_ccy/quoted': 'ref currencies',
          as_of: 'date',
          mid: 'amount',
        },
      },
      cards: {
        rows: 900,
        columns: { card_token: 'uuid', 'iban/linked_account': 'ref accounts', expires: 'date', limit_eur: 'number' },
      },
    },
  },
  {
    name: 'software',
    tables: {
      users: {
        rows: 75,
        isPeople: true,
        also: ['app_user', 'people'],
        columns: { 'user_id/uid': 'id', handle: 'word', joined: 'date' },
      },
      repositories: { rows: 30, also: ['repos'], columns: { 'repo_id/rid': 'id', slug: 'word', stars: 'number' } },
      tickets: {
        rows: 1200,
        also: ['issues'],
        columns: {
          ticket_id: 'id',
          'repo_id/repository': 'ref repositories',
          'reporter_id/opened_by': 'ref users .8',
          'assignee_id/assigned_to': 'ref users .4 ?',
          severity: 'small',
          opened: 'date',
        },
      },
      commits: {
        rows: 1700,
        columns: {
          'sha/commit_sha': 'code xxxxxxxxxxxxxxxx',
          'repo_id/repo': 'ref repositories',
          'author_uid/author': 'ref users .7',
          churn: 'number',
        },
      },
      deployments: {
        rows: 420,
        columns: {
          deploy_no: 'id',
          'sha/git_sha': 'ref commits',
          'triggered_by/operator': 'ref users .3',
          stage: 'small',
        },
      },
    },
  },
  {
    name: 'rrhh',
    tables: {
      empleados: {
        rows: 230,
        isPeople: true,
        columns: {
          'empleado_id/num_empleado': 'id 1000',
          apellido: 'name',
          'jefe_id/supervisor': 'ref empleados .1 ?',
          alta: 'date',
        },
      },
      vacaciones: {
        rows: 800,
        columns: {
          solicitud: 'id',
          'empleado_id/solicitante': 'ref empleados',
          'aprobador_id/aprobado_por': 'ref empleados .1',
          dias: 'small',
          desde: 'date',
        },
      },
      centros: { rows: 12, columns: { 'centro_cod/cod_centro': 'code C##', ciudad: 'word' } },
      contratos: {
        rows: 260,
        columns: {
          contrato: 'sparse',
          'empleado_id/empleado': 'ref empleados',
          'centro_cod/centro': 'ref centros',
          salario: 'amount',
        },
      },
    },
  },
  {
    name: 'mentoring',
    tables: {
      members: {
        rows: 160,
        isPeople: true,
        also: ['person', 'member_directory'],
        columns: { 'member_id/person_id': 'id', alias: 'word', city: 'word', joined: 'date' },
      },
      pairings: {
        rows: 300,
        columns: {
          'mentor_id/mentor': 'ref members .4',
          'mentee_id/mentee': 'ref members',
          started: 'date',
          score: 'small',
        },
      },
      referrals: {
        rows: 420,
        columns: {
          referral: 'uuid',
          'referrer_member_id/referrer': 'ref members .3',
          'referred_member_id/referred': 'ref members',
          bonus: 'amount',
        },
      },
    },
  },
  {
    name: 'biology',
    tables: {
      taxa: {
        rows: 350,
        also: ['taxon_dict'],
        columns: { 'taxon_id/tax_id': 'sparse', binomial: 'word', rank_level: 'small' },
      },
      feeding: {
        rows: 700,
        columns: { 'predator_taxon_id/predator': 'ref taxa .3', 'prey_taxon_id/prey': 'ref taxa', certainty: 'amount' },
      },
      specimens: {
        rows: 1100,
        columns: {
          'catalogue_no/cat_no': 'code NHM.####.#',
          'taxon_id/determined_taxon': 'ref taxa',
          collected: 'date',
          weight_g: 'amount',
        },
      },
      sequences: {
        rows: 640,
        columns: { 'accession/acc': 'code UU######', 'catalogue_no/voucher': 'ref specimens', base_pairs: 'number' },
      },
    },
  },
  {
    name: 'rail',
    tables: {
      stops: {
        rows: 210,
        also: ['stations', 'haltestellen'],
        columns: { 'stop_id/station_no': 'id 8000', stop_name: 'word', zone: 'small' },
      },
      trains: { rows: 48, columns: { 'train_no/service_no': 'id', operator: 'word', seats: 'number' } },
      legs: {
        rows: 1300,
        columns: {
          leg_id: 'id',
          'origin_stop/dep_station': 'ref stops',
          'destination_stop/arr_station': 'ref stops',
          'train_no/train': 'ref trains',
          fare: 'amount',
        },
      },
      delays: {
        rows: 900,
        columns: {
          'train_no/train_nbr': 'ref trains',
          'stop_id/at_stop': 'ref stops .7',
          seconds_late: 'number',
          seen_at: 'date',
        },
      },
    },
  },
];
