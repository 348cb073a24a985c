/** Written after the suggestions were changed for all other worlds, and measured once: the honest figure. */
import type { World } from './worlds.ts';

export const FRESH_WORLDS: readonly World[] = [
  {
    name: 'court',
    tables: {
      judges: {
        rows: 48,
        isPeople: true,
        also: ['bench_members'],
        columns: { 'judge_id/jdg_id': 'id', last_name: 'name', appointed: 'date' },
      },
      litigants: {
        rows: 700,
        also: ['litigant_register', 'parties'],
        columns: { 'litigant_no/lit_no': 'id 3000', legal_name: 'name', seat: 'word' },
      },
      cases: {
        rows: 900,
        also: ['dockets'],
        key: ['court_cd', 'docket_yr', 'docket_no'],
        columns: {
          'court_cd/crt': 'grid 90 10 CT#',
          'docket_yr/yr': 'grid 30 3 202#',
          'docket_no/dkt': 'grid 1 30',
          filed_on: 'date',
          fee: 'amount',
        },
      },
      hearings: {
        rows: 1400,
        columns: {
          'hearing_uid/uid': 'uuid',
          'court_cd/court': 'tuple cases',
          'docket_yr/docket_year': 'tuple cases',
          'docket_no/docket': 'tuple cases',
          'presiding_judge_id/presided_by': 'ref judges .8',
          'reporting_judge_id/rapporteur': 'ref judges .9',
          held_on: 'date',
        },
      },
      suits: {
        rows: 820,
        columns: {
          suit_ref: 'code SU-#####',
          'plaintiff_no/plaintiff': 'ref litigants .8',
          'defendant_no/defendant': 'ref litigants .7',
          claim: 'amount',
        },
      },
    },
  },
  {
    name: 'marketplace',
    tables: {
      olist_customers: {
        rows: 800,
        columns: { 'customer_id/cust_uid': 'uuid', customer_zip: 'number', customer_state: 'code UU' },
      },
      olist_sellers: { rows: 150, columns: { 'seller_id/slr_id': 'uuid', seller_zip: 'number', seller_city: 'word' } },
      olist_products: {
        rows: 400,
        columns: { 'product_id/sku': 'code PX#######', category: 'word', weight_g: 'number' },
      },
      olist_orders: {
        rows: 1200,
        columns: {
          'order_id/ord_uid': 'uuid',
          'customer_id/cust': 'ref olist_customers',
          status: 'small',
          purchased: 'date',
        },
      },
      olist_order_items: {
        rows: 2200,
        key: ['order_id', 'order_item_id'],
        columns: {
          'order_id/ord': 'ref olist_orders .8',
          'order_item_id/item_seq': 'per order_id',
          'product_id/prod': 'ref olist_products',
          'seller_id/sold_by': 'ref olist_sellers',
          price: 'amount',
        },
      },
      returns: {
        rows: 900,
        columns: {
          rma: 'sparse',
          'order_id/orig_order': 'tuple olist_order_items',
          'order_item_id/orig_item': 'tuple olist_order_items',
          reason: 'word',
        },
      },
    },
  },
  {
    name: 'zuivel',
    tables: {
      boerderijen: {
        rows: 240,
        also: ['bedrijven'],
        columns: { 'ubn/ubn_nr': 'code 1######', plaats: 'word', hectare: 'amount' },
      },
      koeien: {
        rows: 1500,
        columns: {
          'levensnummer/oormerk': 'code NL#########',
          'ubn/bedrijf_ubn': 'ref boerderijen',
          geboren: 'date',
          ras: 'small',
        },
      },
      chauffeurs: {
        rows: 40,
        isPeople: true,
        columns: { 'chauffeur_id/chf_nr': 'id 900', achternaam: 'name', rijbewijs: 'code UU' },
      },
      fabrieken: { rows: 9, columns: { 'fabriek_cd/fab_code': 'code F##', capaciteit: 'number', sinds: 'date' } },
      ritten: {
        rows: 700,
        key: ['chauffeur_id', 'rit_nr'],
        columns: {
          'chauffeur_id/chauffeur': 'ref chauffeurs',
          'rit_nr/rit': 'per chauffeur_id',
          'fabriek_cd/fabriek': 'ref fabrieken',
          dag: 'date',
        },
      },
      leveringen: {
        rows: 1900,
        columns: {
          levering_id: 'id',
          'ubn/herkomst_ubn': 'ref boerderijen .9',
          'chauffeur_id/bestuurder': 'tuple ritten',
          'rit_nr/ritnummer': 'tuple ritten',
          liters: 'number',
        },
      },
    },
  },
  {
    name: 'atlas',
    tables: {
      Country: { rows: 180, columns: { 'Code/CountryCode': 'code UUU', Capital: 'word', Area: 'number' } },
      Organization: { rows: 120, columns: { 'Abbreviation/OrgCode': 'code UUUU', Established: 'date', Seat: 'word' } },
      isMember: {
        rows: 900,
        columns: { 'Country/CountryCode': 'ref Country', 'Organization/Org': 'ref Organization', Type: 'small' },
      },
      borders: {
        rows: 320,
        columns: { 'Country1/FromCountry': 'ref Country', 'Country2/ToCountry': 'ref Country', Length: 'amount' },
      },
      City: {
        rows: 1100,
        key: ['Country', 'CityNo'],
        columns: {
          'Country/CountryCode': 'ref Country',
          'CityNo/No': 'per Country',
          Population: 'number',
          Elevation: 'number',
        },
      },
      located: {
        rows: 800,
        columns: { 'Country/Ctry': 'tuple City', 'CityNo/City_No': 'tuple City', River: 'word', km: 'amount' },
      },
      flights: {
        rows: 900,
        columns: {
          'flightId/id': 'id',
          'originCountry/origin': 'ref Country .8',
          'destinationCountry/destination': 'ref Country .9',
          seats: 'number',
        },
      },
    },
  },
];
