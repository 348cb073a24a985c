/** Written before the suggestions were changed for the last time, and looked at only as figures: museum, film, power grid, a Spanish town hall, biobank, railway. */
import type { World } from './worlds.ts';

export const CULTURE_WORLDS: readonly World[] = [
  {
    name: 'museum',
    tables: {
      artists: {
        rows: 310,
        isPeople: true,
        also: ['makers', 'constituents'],
        columns: { 'artist_id/constituent_id': 'id', display_name: 'name', born: 'date' },
      },
      galleries: {
        rows: 36,
        also: ['rooms'],
        columns: { 'gallery_id/room_no': 'id 100', floor: 'small', area: 'amount' },
      },
      objects: {
        rows: 1300,
        also: ['artworks', 'collection_items'],
        columns: {
          'accession_no/acc_nr': 'code ####.##',
          'artist_id/maker': 'ref artists',
          title: 'name',
          'gallery_id/room': 'ref galleries ?',
          value: 'amount',
        },
      },
      institutions: {
        rows: 260,
        also: ['museums', 'organisations'],
        columns: { 'institution_id/inst_no': 'id 2000', name: 'name', city: 'word' },
      },
      loans: {
        rows: 640,
        columns: {
          loan_no: 'code L#####',
          'accession_no/object': 'ref objects .6',
          'lending_institution_id/lender': 'ref institutions .8',
          'borrowing_institution_id/borrower': 'ref institutions .9',
          due_on: 'date',
        },
      },
      conservation_reports: {
        rows: 700,
        columns: { report_uid: 'uuid', 'accession_no/obj_acc_no': 'ref objects', state: 'small', written: 'date' },
      },
    },
  },
  {
    name: 'film',
    tables: {
      people: {
        rows: 900,
        isPeople: true,
        also: ['name_basics', 'talent'],
        columns: { 'person_id/nconst': 'id 500', primary_name: 'name', birth_year: 'small' },
      },
      productions: {
        rows: 420,
        also: ['titles'],
        columns: {
          'production_id/title_id': 'sparse',
          working_title: 'name',
          'director_id/directed_by': 'ref people .5',
          'producer_id/produced_by': 'ref people .7',
          budget: 'amount',
        },
      },
      scenes: {
        rows: 2100,
        key: ['production_id', 'scene_no'],
        columns: { 'production_id/prod': 'ref productions', 'scene_no/scene': 'per production_id', pages: 'amount' },
      },
      takes: {
        rows: 2600,
        columns: {
          take_uid: 'uuid',
          'production_id/prod_id': 'tuple scenes',
          'scene_no/scene_nbr': 'tuple scenes',
          camera: 'small',
          seconds: 'amount',
        },
      },
      castings: {
        rows: 1500,
        columns: {
          'production_id/title': 'ref productions',
          'person_id/performer': 'ref people',
          character_name: 'word',
          billing: 'small',
        },
      },
    },
  },
  {
    name: 'grid',
    tables: {
      substations: {
        rows: 130,
        also: ['nodes', 'bus_stations'],
        columns: { 'substation_id/ss_id': 'id 300', site_name: 'word', kv: 'small' },
      },
      lines: {
        rows: 340,
        also: ['branches'],
        columns: {
          line_code: 'code LN####',
          'from_substation_id/from_bus': 'ref substations .9',
          'to_substation_id/to_bus': 'ref substations .9',
          km: 'amount',
        },
      },
      meters: {
        rows: 1600,
        also: ['metering_points'],
        columns: {
          'meter_serial/ean': 'code 5410########',
          'substation_id/fed_by': 'ref substations',
          installed: 'date',
        },
      },
      contracts: {
        rows: 1500,
        columns: { 'contract_nr/agreement': 'sparse', 'meter_serial/metering_point': 'ref meters', tariff: 'small' },
      },
      calendar_days: { rows: 365, columns: { 'day/cal_date': 'day', week: 'small', holiday: 'small' } },
      readings: {
        rows: 2400,
        columns: { 'meter_serial/mtr': 'ref meters .7', 'read_on/read_date': 'ref calendar_days .5', kwh: 'amount' },
      },
      outages: {
        rows: 500,
        columns: { outage_id: 'id', 'line_code/affected_line': 'ref lines', minutes: 'number', cause: 'word' },
      },
    },
  },
  {
    name: 'ayuntamiento',
    tables: {
      vecinos: {
        rows: 1400,
        isPeople: true,
        also: ['habitantes', 'padron'],
        columns: { 'nif/documento': 'code ########U', apellidos: 'name', nacimiento: 'date' },
      },
      calles: { rows: 210, also: ['vias'], columns: { 'id_calle/cod_via': 'id', nombre: 'word', distrito: 'small' } },
      viviendas: {
        rows: 1100,
        also: ['inmuebles'],
        columns: {
          'ref_catastral/catastro': 'code #######UU####U',
          'id_calle/calle': 'ref calles',
          'nif_propietario/titular': 'ref vecinos .6',
          superficie: 'amount',
        },
      },
      recibos: {
        rows: 2200,
        columns: {
          num_recibo: 'sparse',
          'ref_catastral/inmueble': 'ref viviendas',
          'nif/contribuyente': 'ref vecinos .7',
          importe: 'amount',
        },
      },
      empleados: {
        rows: 95,
        isPeople: true,
        columns: { 'id_empleado/num_empleado': 'id 1000', nombre: 'name', alta: 'date' },
      },
      expedientes: {
        rows: 800,
        columns: {
          'expediente/num_exp': 'code EXP-#####',
          'instructor_id/tramitado_por': 'ref empleados .8',
          'firmante_id/firmado_por': 'ref empleados .5',
          abierto: 'date',
        },
      },
    },
  },
  {
    name: 'biobank',
    tables: {
      subjects: {
        rows: 480,
        isPeople: true,
        also: ['participants', 'donor_registry'],
        columns: { 'subject_key/usubjid': 'code S-#####', enrolled: 'date', sex: 'small' },
      },
      freezers: { rows: 24, also: ['storage_units'], columns: { 'freezer_code/unit_cd': 'code FZ##', temp: 'number' } },
      specimens: {
        rows: 1500,
        also: ['samples', 'biosample'],
        columns: {
          'barcode/specimen_barcode': 'code BB#########',
          'subject_key/subj': 'ref subjects',
          collected: 'date',
          'freezer/freezer_cd': 'ref freezers',
        },
      },
      plates: {
        rows: 960,
        key: ['plate_code', 'well'],
        columns: { 'plate_code/plate': 'grid 96 10 P##', 'well/well_pos': 'grid 1 96 ##', volume: 'amount' },
      },
      assays: {
        rows: 1300,
        columns: {
          assay_uid: 'uuid',
          'plate_code/plt': 'tuple plates',
          'well/position': 'tuple plates',
          'barcode/sample_barcode': 'ref specimens .8',
          reading: 'amount',
        },
      },
      laboratories: { rows: 60, also: ['sites'], columns: { 'lab_no/site_no': 'id 10', name: 'name', opened: 'date' } },
      shipments: {
        rows: 420,
        columns: {
          waybill: 'code WB######',
          'sending_lab_no/shipper': 'ref laboratories .9',
          'receiving_lab_no/recipient': 'ref laboratories .9',
          boxes: 'small',
        },
      },
    },
  },
  {
    name: 'railway',
    tables: {
      stations: {
        rows: 240,
        also: ['stops', 'bahnhof'],
        columns: { 'station_code/uic/eva_nr': 'code 80#####', name: 'word', tracks: 'small' },
      },
      trains: {
        rows: 500,
        also: ['services'],
        columns: {
          'train_no/zug_nr': 'sparse',
          'departure_station/origin': 'ref stations .8',
          'arrival_station/destination': 'ref stations .9',
          runs_from: 'date',
        },
      },
      drivers: {
        rows: 180,
        isPeople: true,
        also: ['crew'],
        columns: { 'driver_id/staff_no': 'id 4000', family_name: 'name', licensed: 'date' },
      },
      duties: {
        rows: 1300,
        columns: {
          duty_id: 'id',
          'train_no/train': 'ref trains',
          'driver_id/operated_by': 'ref drivers',
          on_day: 'date',
        },
      },
      rolling_stock: {
        rows: 650,
        also: ['vehicles', 'fleet'],
        columns: { 'vehicle_nr/evn': 'code 94#########', series: 'small', built: 'date' },
      },
      faults: {
        rows: 900,
        columns: { fault_uid: 'uuid', 'vehicle_nr/unit': 'ref rolling_stock', severity: 'small', reported: 'date' },
      },
    },
  },
];
