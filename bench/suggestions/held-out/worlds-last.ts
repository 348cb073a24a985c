/** Worlds that were written after the suggestions were last changed, so that nobody could think of their words before. */
import type { World } from './worlds.ts';

export const LAST_WORLDS: readonly World[] = [
  {
    name: 'airline',
    tables: {
      aerodromes: {
        rows: 140,
        also: ['airfields'],
        columns: { 'icao/icao_code': 'code UUUU', elevation_ft: 'number', aerodrome: 'word' },
      },
      routes: { rows: 210, columns: { 'flight_no/route_no': 'code UU###', distance_nm: 'number', season: 'small' } },
      flights: {
        rows: 600,
        key: ['flight_no', 'leg'],
        columns: {
          'flight_no/flt_no': 'ref routes',
          'leg/leg_no': 'per flight_no',
          'dep_icao/departure': 'ref aerodromes .7',
          'arr_icao/arrival': 'ref aerodromes .8',
          block_minutes: 'number',
        },
      },
      crew: {
        rows: 180,
        isPeople: true,
        also: ['crew_members'],
        columns: { 'crew_id/staff_no': 'id 300', callsign: 'word', base: 'word' },
      },
      rosters: {
        rows: 900,
        columns: {
          roster_id: 'id',
          'captain_id/captain': 'ref crew .3',
          'first_officer_id/copilot': 'ref crew .6',
          duty_on: 'date',
          hours: 'small',
        },
      },
      baggage: {
        rows: 1300,
        columns: {
          'tag/bag_tag': 'code ##########',
          'flight_no/flight': 'tuple flights',
          'leg/sector': 'tuple flights',
          weight_kg: 'amount',
        },
      },
    },
  },
  {
    name: 'university',
    tables: {
      subjects: { rows: 28, columns: { 'subject_code/subject_cd': 'code UUUU', faculty_room: 'word', heads: 'small' } },
      courses: {
        rows: 240,
        key: ['subject_code', 'course_no'],
        columns: {
          'subject_code/subj': 'ref subjects',
          'course_no/crse': 'per subject_code',
          credits: 'small',
          course_title: 'word',
        },
      },
      students: {
        rows: 700,
        isPeople: true,
        also: ['learners'],
        columns: { 'student_id/matric_no': 'sparse', family_name: 'name', intake: 'date' },
      },
      lecturers: {
        rows: 60,
        isPeople: true,
        also: ['teaching_staff'],
        columns: { 'lecturer_id/staff_code': 'code L####', title_name: 'name', office: 'word' },
      },
      theses: {
        rows: 320,
        columns: {
          'thesis_no/thesis': 'id 7000',
          'student_id/candidate': 'ref students .4',
          'supervisor_id/supervised_by': 'ref lecturers .8',
          'examiner_id/examined_by': 'ref lecturers .7',
          submitted: 'date',
        },
      },
      enrolments: {
        rows: 2100,
        columns: {
          enrolment: 'uuid',
          'student_id/stud_no': 'ref students',
          'subject_code/subject': 'tuple courses',
          'course_no/course': 'tuple courses',
          grade_points: 'amount',
        },
      },
    },
  },
  {
    name: 'factory',
    tables: {
      components: {
        rows: 420,
        also: ['component_master'],
        columns: { 'component_no/comp_nbr': 'code C-#####', gauge: 'amount', drawing: 'word' },
      },
      structures: {
        rows: 900,
        columns: {
          'parent_component_no/assembly': 'ref components .3',
          'child_component_no/subassembly': 'ref components',
          per_unit: 'small',
          valid_from: 'date',
        },
      },
      machines: {
        rows: 35,
        also: ['equipment'],
        columns: { 'machine_id/mach_id': 'id', nameplate: 'word', kw: 'number' },
      },
      lots: {
        rows: 500,
        key: ['component_no', 'lot_no'],
        columns: {
          'component_no/component': 'ref components',
          'lot_no/lot': 'per component_no',
          made_on: 'date',
          yield_pct: 'amount',
        },
      },
      inspections: {
        rows: 1200,
        columns: {
          inspection: 'id 20000',
          'component_no/comp': 'tuple lots',
          'lot_no/lot_seq': 'tuple lots',
          'machine_id/machine': 'ref machines',
          deviation: 'amount',
        },
      },
    },
  },
  {
    name: 'insurance',
    tables: {
      parties: {
        rows: 640,
        isPeople: true,
        also: ['party', 'persons'],
        columns: { 'party_id/person_no': 'id 4001', display_name: 'name', born: 'date' },
      },
      contracts: {
        rows: 880,
        also: ['insurance_contracts'],
        columns: {
          'contract_no/polis_no': 'code IC-#######',
          'holder_party_id/holder': 'ref parties .8',
          'insured_party_id/insured': 'ref parties .9',
          'beneficiary_party_id/beneficiary': 'ref parties .5 ?',
          premium: 'amount',
        },
      },
      losses: {
        rows: 500,
        columns: {
          'loss_no/loss_ref': 'sparse',
          'contract_no/contract': 'ref contracts .4',
          reserve: 'amount',
          occurred: 'date',
        },
      },
      payouts: {
        rows: 720,
        columns: { payout: 'uuid', 'loss_no/loss': 'ref losses .8', paid_on: 'date', net: 'amount' },
      },
    },
  },
  {
    name: 'telecom',
    tables: {
      sims: {
        rows: 560,
        also: ['sim_cards'],
        columns: { 'msisdn/phone_line': 'code 49#########', activated: 'date', tariff_band: 'small' },
      },
      masts: {
        rows: 90,
        also: ['cell_sites'],
        columns: { 'mast_id/site_no': 'id 5001', borough: 'word', height_m: 'number' },
      },
      calls: {
        rows: 2200,
        columns: {
          call_uid: 'uuid',
          'caller_msisdn/a_number': 'ref sims .9',
          'callee_msisdn/b_number': 'ref sims .8',
          'mast_id/first_mast': 'ref masts',
          seconds: 'number',
        },
      },
      topups: { rows: 800, columns: { topup: 'sparse', 'msisdn/line': 'ref sims .7', credit: 'amount', at: 'date' } },
    },
  },
  {
    name: 'cantina',
    tables: {
      vigneti: {
        rows: 70,
        columns: { 'vigneto_id/cod_vigneto': 'id', ettari: 'amount', altitudine: 'number', localita: 'word' },
      },
      fornitori: {
        rows: 110,
        columns: { 'fornitore_id/id_fornitore': 'id 2001', ragione: 'word', piva: 'code IT###########' },
      },
      vini: {
        rows: 160,
        columns: {
          'codice_vino/cod_vino': 'code V-####',
          etichetta: 'word',
          'vigneto_id/vigneto': 'ref vigneti',
          gradi: 'amount',
        },
      },
      ordini: {
        rows: 750,
        columns: {
          'ordine_id/num_ordine': 'sparse',
          'fornitore_id/fornitore': 'ref fornitori',
          'codice_vino/vino': 'ref vini',
          bottiglie: 'number',
          data_ordine: 'date',
        },
      },
      consegne: {
        rows: 600,
        columns: { consegna: 'uuid', 'ordine_id/ordine': 'ref ordini .7', colli: 'small', arrivo: 'date' },
      },
    },
  },
];
