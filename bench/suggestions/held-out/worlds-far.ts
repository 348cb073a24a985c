/**
 * Worlds named in other ways than the first two sets: prefixes of types, four-letter tables of business software, surrogate and natural keys of
 * warehouses, camel case, German, French and Spanish. Looked at once before anything was changed, and mended by what they had in common.
 */
import type { World } from './worlds.ts';

export const FAR_WORLDS: readonly World[] = [
  {
    name: 'hospital',
    tables: {
      tblPatient: {
        rows: 540,
        isPeople: true,
        also: ['tPatient', 'PATIENTS'],
        columns: {
          'lngPatientID/PatientNo': 'id 20001',
          'strSurname/Surname': 'name',
          'dtmBirth/DOB': 'date',
          'strNHSNo/NhsNumber': 'code 9#########',
        },
      },
      tblDoctor: {
        rows: 64,
        isPeople: true,
        also: ['tDoctor', 'Clinicians'],
        columns: { 'lngDoctorID/DoctorNo': 'id', 'strSurname/Surname': 'name', 'strSpecialty/Specialty': 'word' },
      },
      tblDrug: {
        rows: 310,
        also: ['Formulary'],
        columns: { 'strDrugCode/DrugCd': 'code D#####', 'strDrugName/Drug': 'word', 'curUnitCost/Cost': 'amount' },
      },
      tblEpisode: {
        rows: 980,
        also: ['Episodes'],
        columns: {
          'lngEpisodeID/EpisodeNo': 'sparse',
          'lngPatientID/PatNo': 'ref tblPatient .8',
          'lngAdmittingDoctorID/AdmDr': 'ref tblDoctor',
          'lngDischargingDoctorID/DisDr': 'ref tblDoctor .7 ?',
          'dtmAdmitted/Admitted': 'date',
        },
      },
      tblPrescription: {
        rows: 1600,
        also: ['Rx'],
        key: ['lngEpisodeID', 'intLine'],
        columns: {
          'lngEpisodeID/EpiNo': 'ref tblEpisode .6',
          'intLine/LineNo': 'per lngEpisodeID',
          'strDrugCode/Drug': 'ref tblDrug',
          'intDose/Dose': 'small',
        },
      },
      tblAdministration: {
        rows: 2100,
        columns: {
          'lngAdminID/AdminNo': 'id',
          'lngEpisodeID/Episode': 'tuple tblPrescription',
          'intLine/RxLine': 'tuple tblPrescription',
          'dtmGiven/Given': 'date',
        },
      },
    },
  },
  {
    name: 'business',
    tables: {
      kna1: { rows: 380, columns: { kunnr: 'code 0000######', land1: 'code UU', name1: 'name', ort01: 'word' } },
      lfa1: { rows: 120, columns: { lifnr: 'code 0000######', name1: 'name', sperr: 'small' } },
      mara: { rows: 450, columns: { matnr: 'code MAT-#####', mtart: 'code UUUU', brgew: 'amount' } },
      vbak: {
        rows: 900,
        columns: {
          vbeln: 'code 00########',
          erdat: 'date',
          'kunnr/kunag': 'ref kna1 .7',
          netwr: 'amount',
        },
      },
      vbap: {
        rows: 2000,
        key: ['vbeln', 'posnr'],
        columns: { vbeln: 'ref vbak', posnr: 'per vbeln', matnr: 'ref mara', kwmeng: 'small' },
      },
      vbpa: {
        rows: 860,
        columns: {
          objid: 'id',
          'kunnr_ag/kunag': 'ref kna1 .6',
          'kunnr_we/kunwe': 'ref kna1 .9',
          parvw: 'code UU',
        },
      },
      lips: {
        rows: 1500,
        columns: {
          lfpos: 'id 100',
          'vgbel/vbeln_va': 'tuple vbap =vbeln',
          'vgpos/posnr_va': 'tuple vbap =posnr',
          lfimg: 'small',
        },
      },
      eina: { rows: 700, columns: { infnr: 'sparse', matnr: 'ref mara .8', lifnr: 'ref lfa1', ernam: 'word' } },
    },
  },
  {
    name: 'carrier_dw',
    tables: {
      dim_subscriber: {
        rows: 620,
        also: ['d_subscriber', 'SubscriberDim'],
        columns: { 'subscriber_sk/subs_sk': 'id', 'subscriber_nk/subs_nk': 'code S-########', segment: 'word' },
      },
      dim_cell: {
        rows: 140,
        also: ['d_cell'],
        columns: { 'cell_sk/cell_key': 'id', 'cell_nk/cell_bk': 'code C###-##', azimuth: 'number' },
      },
      dim_plan: {
        rows: 36,
        also: ['d_plan'],
        columns: { 'plan_sk/plan_key': 'id', 'plan_code/plan_cd': 'code PL##', monthly_fee: 'amount' },
      },
      fact_call: {
        rows: 2400,
        also: ['f_call', 'calls'],
        columns: {
          'orig_cell_sk/orig_cell_key': 'ref dim_cell',
          'term_cell_sk/term_cell_key': 'ref dim_cell .9',
          'subscriber_sk/subs_key': 'ref dim_subscriber .8',
          duration_s: 'number',
          charge: 'amount',
        },
      },
      subscription: {
        rows: 700,
        also: ['f_subscription'],
        columns: {
          'subscription_id/sub_id': 'id 50000',
          'subscriber_sk/subs_sk': 'ref dim_subscriber',
          'plan_sk/plan_key': 'ref dim_plan',
          since: 'date',
        },
      },
      crm_case: {
        rows: 900,
        columns: {
          case_no: 'sparse',
          'subscriber_nk/subs_nk': 'ref dim_subscriber =subscriber_nk',
          opened: 'date',
          score: 'small',
        },
      },
    },
  },
  {
    name: 'mairie',
    tables: {
      communes: {
        rows: 210,
        also: ['ref_communes'],
        columns: { 'code_insee/insee': 'code 7####', libelle: 'word', population: 'number' },
      },
      proprietaires: {
        rows: 430,
        isPeople: true,
        also: ['proprietaire'],
        columns: { 'id_proprietaire/proprietaire_id': 'id', nom: 'name', ne_le: 'date' },
      },
      parcelles: {
        rows: 800,
        key: ['prefixe', 'section', 'numero'],
        columns: {
          'prefixe/com_abs': 'grid 40 20 9##',
          'section/sect': 'grid 8 5 A#',
          'numero/num_plan': 'grid 1 8',
          contenance: 'number',
        },
      },
      permis: {
        rows: 650,
        also: ['permis_construire'],
        columns: {
          'num_permis/permis_no': 'code PC########',
          'prefixe/pref': 'tuple parcelles',
          'section/sec': 'tuple parcelles',
          'numero/parcelle_num': 'tuple parcelles',
          depose_le: 'date',
        },
      },
      mutations: {
        rows: 720,
        columns: {
          'id_mutation/mutation': 'uuid',
          'id_vendeur/vendeur': 'ref proprietaires .6',
          'id_acquereur/acquereur': 'ref proprietaires .9',
          prix: 'amount',
          signe_le: 'date',
        },
      },
      ecoles: {
        rows: 160,
        columns: { 'uai/code_uai': 'code 0######U', 'code_insee/commune': 'ref communes', effectif: 'number' },
      },
    },
  },
  {
    name: 'spedition',
    tables: {
      partner: {
        rows: 340,
        also: ['geschaeftspartner', 'gp_stamm'],
        columns: { 'partner_nr/gp_nr': 'id 70001', firma: 'word', bonitaet: 'small' },
      },
      depots: {
        rows: 40,
        also: ['niederlassungen'],
        columns: { 'depot_kz/depot_kuerzel': 'code UUU', tore: 'small', strasse: 'word' },
      },
      fahrzeuge: {
        rows: 90,
        also: ['fuhrpark'],
        columns: { 'kennzeichen/kfz_kennz': 'code B-UU-####', nutzlast: 'number', baujahr: 'number' },
      },
      fahrer: {
        rows: 75,
        isPeople: true,
        columns: { 'personal_nr/pers_nr': 'id 400', nachname: 'name', eintritt: 'date' },
      },
      sendungen: {
        rows: 1300,
        also: ['shipments_de'],
        columns: {
          'sendungs_nr/snd_nr': 'code SND########',
          'absender_nr/absender': 'ref partner .7',
          'empfaenger_nr/empfaenger': 'ref partner',
          'versand_depot/depot_von': 'ref depots',
          'empfangs_depot/depot_nach': 'ref depots',
          gewicht: 'amount',
        },
      },
      touren: {
        rows: 500,
        key: ['kennzeichen', 'tour_nr'],
        columns: {
          'kennzeichen/kfz': 'ref fahrzeuge',
          'tour_nr/tour': 'per kennzeichen',
          'fahrer_nr/fahrer': 'ref fahrer',
          tag: 'date',
        },
      },
      stopps: {
        rows: 1700,
        columns: {
          stopp_id: 'id',
          'kennzeichen/fahrzeug': 'tuple touren',
          'tour_nr/tournr': 'tuple touren',
          'sendungs_nr/sendung': 'ref sendungen',
          ankunft: 'date',
        },
      },
    },
  },
  {
    name: 'campus',
    tables: {
      termCalendar: {
        rows: 260,
        also: ['CalendarDays'],
        columns: { 'calendarDate/dayDate': 'day', weekNo: 'small', isTeaching: 'small' },
      },
      person: {
        rows: 560,
        isPeople: true,
        also: ['people'],
        columns: { 'personId/personNumber': 'sparse', fullName: 'name', homeCountry: 'word' },
      },
      moduleOffering: {
        rows: 420,
        also: ['ModuleOfferings'],
        key: ['moduleCode', 'academicYear', 'occurrence'],
        columns: {
          'offeringId/id': 'id',
          'moduleCode/modCode': 'grid 12 35 MOD#',
          'academicYear/acadYr': 'grid 3 4 202#',
          'occurrence/occ': 'grid 1 3 A#',
          places: 'number',
        },
      },
      registration: {
        rows: 1500,
        also: ['Registrations'],
        columns: {
          'registrationId/id': 'id',
          'personId/studentPersonId': 'ref person .8',
          'moduleCode/module': 'tuple moduleOffering',
          'academicYear/year': 'tuple moduleOffering',
          'occurrence/occur': 'tuple moduleOffering',
          mark: 'amount',
        },
      },
      roomBooking: {
        rows: 800,
        also: ['RoomBookings'],
        columns: {
          'bookingRef/ref': 'uuid',
          'bookedByPersonId/bookedBy': 'ref person .3',
          'approvedByPersonId/approvedBy': 'ref person .2 ?',
          'bookingDate/onDay': 'ref termCalendar',
          seats: 'number',
        },
      },
      addresses: {
        rows: 500,
        also: ['AddressBook'],
        columns: { 'addressId/addrId': 'id', line1: 'word', postCode: 'code UU# #UU' },
      },
      invoices: {
        rows: 640,
        columns: {
          'invoiceNumber/invNo': 'code INV-######',
          'billToAddressId/billTo': 'ref addresses .9',
          'shipToAddressId/shipTo': 'ref addresses',
          total: 'amount',
        },
      },
    },
  },
];
