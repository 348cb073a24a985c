/** Worlds with the names of schemas that many people have met (races, timetables, baseball, forums, banking, hospitals); their rows are made up. */
import type { World } from './worlds.ts';

export const KNOWN_WORLDS: readonly World[] = [
  {
    name: 'races',
    tables: {
      circuits: { rows: 76, columns: { circuitId: 'id', circuitRef: 'word', alt: 'number' } },
      races: {
        rows: 900,
        columns: { raceId: 'id', round: 'small', 'circuitId/circuit': 'ref circuits', held: 'date' },
      },
      drivers: {
        rows: 420,
        isPeople: true,
        columns: { driverId: 'id', driverRef: 'word', surname: 'name', dob: 'date' },
      },
      constructors: { rows: 140, columns: { constructorId: 'id', constructorRef: 'word', nationality: 'word' } },
      qualifying: {
        rows: 1800,
        key: ['raceId', 'position'],
        columns: {
          'raceId/race': 'ref races',
          position: 'per raceId',
          'driverId/driver': 'ref drivers .6',
          'constructorId/constructor': 'ref constructors',
          q1: 'amount',
        },
      },
      lapTimes: {
        rows: 2300,
        columns: {
          'raceId/race_id': 'ref races .7',
          'driverId/driver_id': 'ref drivers .5',
          lap: 'small',
          milliseconds: 'number',
        },
      },
    },
  },
  {
    name: 'timetable',
    tables: {
      agency: { rows: 20, columns: { agency_id: 'code A##', agency_name: 'word', agency_lang: 'code UU' } },
      routes: {
        rows: 150,
        columns: {
          route_id: 'code R-####',
          'agency_id/agency': 'ref agency',
          route_short_name: 'word',
          route_type: 'small',
        },
      },
      trips: {
        rows: 800,
        columns: {
          'route_id/route': 'ref routes',
          service_id: 'small',
          trip_id: 'code T######',
          direction_id: 'small',
        },
        key: ['trip_id'],
      },
      stops: { rows: 320, columns: { stop_id: 'code ####U', stop_name: 'word', zone_id: 'small' } },
      stop_times: {
        rows: 2200,
        columns: {
          'trip_id/trip': 'ref trips',
          arrival_time: 'number',
          'stop_id/stop': 'ref stops',
          stop_sequence: 'small',
        },
      },
      transfers: {
        rows: 300,
        columns: {
          'from_stop_id/from_stop': 'ref stops',
          'to_stop_id/to_stop': 'ref stops',
          min_transfer_time: 'number',
          transfer_type: 'small',
        },
      },
    },
  },
  {
    name: 'baseball',
    tables: {
      People: {
        rows: 700,
        isPeople: true,
        also: ['Master'],
        columns: { playerID: 'code xxxxxxx##', nameLast: 'name', birthYear: 'number' },
      },
      Teams: {
        rows: 600,
        key: ['yearID', 'lgID', 'teamID'],
        columns: {
          yearID: 'grid 20 30 19##',
          lgID: 'grid 10 2 L#',
          teamID: 'grid 1 10 TM#',
          wins: 'number',
          park: 'word',
        },
      },
      Batting: {
        rows: 2000,
        columns: {
          playerID: 'ref People .8',
          yearID: 'tuple Teams',
          lgID: 'tuple Teams',
          teamID: 'tuple Teams',
          hits: 'number',
        },
      },
      Awards: { rows: 500, columns: { awardID: 'word', 'playerID/player': 'ref People .3', notes: 'word' } },
    },
  },
  {
    name: 'cycles',
    tables: {
      Address: {
        rows: 700,
        columns: { AddressID: 'id', AddressLine1: 'word', City: 'word', PostalCode: 'code #####' },
      },
      Customer: {
        rows: 500,
        columns: { CustomerID: 'id 11000', AccountNumber: 'code AW########', PersonType: 'code UU' },
      },
      SalesPerson: {
        rows: 30,
        isPeople: true,
        columns: { BusinessEntityID: 'id 274', SalesQuota: 'amount', Bonus: 'amount' },
      },
      SalesTerritory: { rows: 22, columns: { TerritoryID: 'id', Name: 'word', CostYTD: 'amount' } },
      ShipMethod: { rows: 16, columns: { ShipMethodID: 'id', Name: 'word', ShipBase: 'amount' } },
      SpecialOfferProduct: {
        rows: 400,
        key: ['SpecialOfferID', 'ProductID'],
        columns: { SpecialOfferID: 'grid 40 10', ProductID: 'grid 1 40 7##', ModifiedDate: 'date' },
      },
      SalesOrderHeader: {
        rows: 1100,
        columns: {
          SalesOrderID: 'id 43659',
          OrderDate: 'date',
          'CustomerID/Cust': 'ref Customer',
          'SalesPersonID/SalesRep': 'ref SalesPerson ?',
          'TerritoryID/Territory': 'ref SalesTerritory',
          'BillToAddressID/BillTo': 'ref Address .8',
          'ShipToAddressID/ShipTo': 'ref Address .9',
          'ShipMethodID/ShipVia': 'ref ShipMethod',
          Freight: 'amount',
        },
      },
      SalesOrderDetail: {
        rows: 2500,
        columns: {
          SalesOrderDetailID: 'id',
          'SalesOrderID/OrderID': 'ref SalesOrderHeader',
          SpecialOfferID: 'tuple SpecialOfferProduct',
          ProductID: 'tuple SpecialOfferProduct',
          OrderQty: 'small',
        },
      },
    },
  },
  {
    name: 'forum',
    tables: {
      users: {
        rows: 480,
        isPeople: true,
        columns: { Id: 'id', DisplayName: 'word', Reputation: 'number', CreationDate: 'date' },
      },
      posts: {
        rows: 1400,
        columns: {
          Id: 'id',
          PostTypeId: 'small',
          'OwnerUserId/OwnerId': 'ref users .8',
          'LastEditorUserId/EditorId': 'ref users .5 ?',
          Score: 'number',
          ViewCount: 'number',
        },
      },
      comments: {
        rows: 1900,
        columns: {
          Id: 'id',
          PostId: 'ref posts .7',
          'UserId/CommenterId': 'ref users .6',
          Text: 'word',
          Score: 'small',
        },
      },
      badges: { rows: 700, columns: { Id: 'id', 'UserId/HolderId': 'ref users', Name: 'word', Class: 'small' } },
      postLinks: {
        rows: 500,
        columns: {
          Id: 'id',
          'PostId/SourcePostId': 'ref posts .4',
          'RelatedPostId/TargetPostId': 'ref posts .5',
          LinkTypeId: 'small',
        },
      },
    },
  },
  {
    name: 'berka',
    tables: {
      district: { rows: 77, columns: { 'district_id/A1': 'id', A2: 'word', A4: 'number', A11: 'amount' } },
      account: {
        rows: 800,
        columns: { account_id: 'id', 'district_id/branch_district': 'ref district', frequency: 'word', opened: 'date' },
      },
      client: {
        rows: 900,
        isPeople: true,
        columns: { client_id: 'id', gender: 'small', 'district_id/home_district': 'ref district', birth: 'date' },
      },
      disp: {
        rows: 1000,
        columns: { disp_id: 'id', 'client_id/client': 'ref client', 'account_id/account': 'ref account', type: 'word' },
      },
      card: { rows: 400, columns: { card_id: 'id', 'disp_id/disposition': 'ref disp .5', issued: 'date' } },
      loan: {
        rows: 350,
        columns: { loan_id: 'sparse', 'account_id/acct': 'ref account .5', amount: 'amount', duration: 'small' },
      },
    },
  },
  {
    name: 'icu',
    tables: {
      PATIENTS: {
        rows: 300,
        isPeople: true,
        columns: { ROW_ID: 'id', SUBJECT_ID: 'sparse', GENDER: 'small', DOB: 'date' },
        key: ['SUBJECT_ID'],
      },
      ADMISSIONS: {
        rows: 600,
        columns: { ROW_ID: 'id', SUBJECT_ID: 'ref PATIENTS', HADM_ID: 'sparse', ADMITTIME: 'date' },
        key: ['HADM_ID'],
      },
      D_ITEMS: {
        rows: 500,
        columns: { ROW_ID: 'id', ITEMID: 'sparse', LABEL: 'word', UNITNAME: 'word' },
        key: ['ITEMID'],
      },
      D_ICD_DIAGNOSES: {
        rows: 400,
        columns: { ROW_ID: 'id', ICD9_CODE: 'code #####', SHORT_TITLE: 'word' },
        key: ['ICD9_CODE'],
      },
      CHARTEVENTS: {
        rows: 2400,
        columns: {
          ROW_ID: 'id',
          HADM_ID: 'ref ADMISSIONS',
          ITEMID: 'ref D_ITEMS .6',
          CHARTTIME: 'date',
          VALUENUM: 'amount',
        },
      },
      DIAGNOSES_ICD: {
        rows: 1300,
        columns: { ROW_ID: 'id', HADM_ID: 'ref ADMISSIONS', SEQ_NUM: 'small', ICD9_CODE: 'ref D_ICD_DIAGNOSES' },
      },
    },
  },
  {
    name: 'importers',
    tables: {
      People: {
        rows: 320,
        isPeople: true,
        columns: { PersonID: 'id', FullName: 'name', IsEmployee: 'small', EmailAddress: 'word' },
      },
      DeliveryMethods: { rows: 12, columns: { DeliveryMethodID: 'id', DeliveryMethodName: 'word', ValidFrom: 'date' } },
      Suppliers: {
        rows: 40,
        columns: {
          SupplierID: 'id',
          SupplierName: 'word',
          'PrimaryContactPersonID/PrimaryContact': 'ref People .3',
          'AlternateContactPersonID/AlternateContact': 'ref People .3',
        },
      },
      StockItems: {
        rows: 227,
        columns: {
          StockItemID: 'id',
          StockItemName: 'word',
          'SupplierID/Supplier': 'ref Suppliers',
          UnitPrice: 'amount',
        },
      },
      Orders: {
        rows: 1200,
        columns: {
          OrderID: 'id',
          'SalespersonPersonID/Salesperson': 'ref People .1',
          'PickedByPersonID/PickedBy': 'ref People .2 ?',
          'ContactPersonID/ContactPerson': 'ref People',
          ExpectedDeliveryDate: 'date',
        },
      },
      OrderLines: {
        rows: 2300,
        columns: {
          OrderLineID: 'id',
          'OrderID/Order': 'ref Orders',
          'StockItemID/StockItem': 'ref StockItems',
          Quantity: 'small',
        },
      },
    },
  },
  {
    name: 'soccer',
    tables: {
      Team: { rows: 220, columns: { id: 'id', team_api_id: 'sparse', team_long_name: 'word' }, key: ['team_api_id'] },
      Player: {
        rows: 900,
        isPeople: true,
        columns: { id: 'id', player_api_id: 'sparse', player_name: 'name', height: 'amount' },
        key: ['player_api_id'],
      },
      Country: { rows: 14, columns: { id: 'id', name: 'word', rank: 'small' } },
      League: { rows: 14, columns: { id: 'id', 'country_id/land': 'ref Country', name: 'word' } },
      Match: {
        rows: 1500,
        columns: {
          id: 'id',
          'country_id/ctry': 'ref Country',
          'home_team_api_id/home_team': 'ref Team',
          'away_team_api_id/away_team': 'ref Team .9',
          home_team_goal: 'small',
          away_team_goal: 'small',
          season: 'word',
        },
      },
      Player_Attributes: {
        rows: 1800,
        columns: { id: 'id', 'player_api_id/player': 'ref Player', overall_rating: 'number', seen: 'date' },
      },
    },
  },
];
