import { describe, expect, it } from 'vitest';
import { nameEvidence, tableNames } from './name-evidence.ts';
import { splitWords, tableStem } from './words.ts';

const evidence = (from: string, to: string, isToKey = false) => {
  const [fromTable = '', fromColumn = ''] = from.split('.');
  const [toTable = '', toColumn = ''] = to.split('.');
  return nameEvidence(
    fromColumn,
    tableNames(fromTable, [fromColumn, 'other']),
    toColumn,
    tableNames(toTable, [toColumn, 'other']),
    isToKey,
  );
};

describe('names', () => {
  it.each([
    ['ship_to_customerID', ['ship', 'to', 'customer', 'id']],
    ['custkey', ['cust', 'key']],
    ['SalesRepId', ['sales', 'rep', 'id']],
    ['payment200505', ['payment', '200505']],
    ['HTTPServerNo', ['http', 'server', 'no']],
    ['paid', ['paid']],
    ['Straße Nr.', ['straße', 'nr']],
  ])('splits %s into words', (name, words) => expect(splitWords(name)).toEqual(words));

  it.each([
    ['dim_customers_v2', ['customer']],
    ['sales_2024', ['sale']],
    ['tbl', ['tbl']],
  ])('finds what %s holds', (table, stem) => expect(tableStem(table)).toEqual(stem));

  it.each([
    ['orders.customer_id', 'customers.id'],
    ['Trk_data.MdTypId', 'MEDIA_TYPE.MEDIA_TYPE_ID'],
    ['sales.stor_id', 'STORES.STORE_ID'],
    ['titlewriter.titlenr', 'TITLES.TITLE_ID'],
    ['t_rntl.cust_id', 'client.key'],
    ['delivery.pickup_address_id', 'address.address_id'],
    ['trade_flow.from_nation', 'nation.n_nationkey'],
    ['countries.Continent', 'continents.ContId'],
    ['auftraege.lieferadresse', 'adressen.adress_id'],
    ['admissions.mrn', 'patients.patient_mrn'],
    ['voyages.imo', 'ships.imo_number'],
    ['delays.train_no', 'trains.service_no'],
    ['vacaciones.aprobado_por', 'empleados.num_empleado'],
    ['tickets.reporter_id', 'app_user.user_id'],
  ])('sees that %s may refer to %s', (from, to) => expect(evidence(from, to).score).toBeGreaterThanOrEqual(0.7));

  it.each([
    ['orders.order_id', 'genre.genre_id'],
    ['media_type.media_type_id', 't_cat.cat_id'],
    ['language.id', 'category.id'],
    ['orders.total', 'customers.id'],
    ['entrepreneur.entrepreneur_id', 'people.people_id'],
    ['orders.order_number', 'people.people_id'],
  ])('sees no reference from %s to %s', (from, to) => expect(evidence(from, to).score).toBeLessThan(0.6));

  it('knows roles of people, references without a name, and what is only a property', () => {
    expect(evidence('approvals.approved_by', 'employees.id')).toMatchObject({ isPersonRole: true });
    expect(evidence('invoices.ref_id', 'clients.client_no')).toMatchObject({ isUnknown: true, score: 0.3 });
    expect(tableNames('customers', ['postal_code']).columns.get('postal_code')).toMatchObject({
      isKeyNamed: false,
      isGeneric: true,
    });
  });

  const between = (from: string, columns: readonly string[], to: string, others: readonly string[]) => {
    const [fromTable = '', fromColumn = ''] = from.split('.');
    const [toTable = '', toColumn = ''] = to.split('.');
    return nameEvidence(fromColumn, tableNames(fromTable, columns), toColumn, tableNames(toTable, others), true);
  };

  it('leaves types out that stand before the names', () => {
    const columns = ['lngPatientID', 'strSurname', 'dtmBirth'];
    expect(tableNames('tblPatient', columns).columns.get('lngPatientID')).toMatchObject({ isOwnKey: true });
    expect(tableNames('notes', ['int_rate', 'int_sum', 'body']).columns.get('int_rate')?.words).toEqual([
      'int',
      'rate',
    ]);
  });

  it.each([
    ['loans.receiver', 'partners.partner_no', ['partner_no', 'firm'], true],
    ['orders.ship_to', 'addresses.id', ['id', 'street'], true],
    ['orders.ship_method_id', 'addresses.id', ['id', 'street'], false],
    ['captains.ship_id', 'addresses.id', ['id', 'street'], false],
    ['theses.supervisor_id', 'students.student_id', ['student_id', 'surname'], false],
    ['comments.commenter_id', 'users.id', ['id', 'handle'], true],
  ])('%s plays a part of %s: %s %s', (from, to, others, plays) =>
    expect(between(from, [from.split('.')[1] ?? '', 'amount'], to, others).isPersonRole).toBe(plays),
  );

  it('knows who is meant where another column has the very name', () => {
    const columns = ['driverId', 'constructorId'];
    expect(between('starts.constructorId', columns, 'drivers.driverId', ['driverId', 'surname']).isPersonRole).toBe(
      false,
    );
  });

  it('counts places and does not refer to them', () => {
    const score = (column: string) =>
      between(`offers.${column}`, [column, 'x'], 'addresses.id', ['id', 'street']).score;
    expect(score('places')).toBeLessThan(score('place'));
  });
});
