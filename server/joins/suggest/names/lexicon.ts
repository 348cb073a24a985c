/** How databases in general abbreviate and rename: nothing here belongs to one data set. A word appears in its singular form. */

/** Words that say "this is a key" and nothing about of what. */
export const KEY_WORDS: ReadonlySet<string> = new Set(
  (
    'id key code no nr nbr num number identifier uuid guid uid sk pk fk oid rowid ident nummer numero numéro cod codigo código cle clé clave kennung ' +
    'cd nk bk kz kuerzel kürzel schluessel schlüssel codice chiave identifiant identificador kod row rec surrogate'
  ).split(' '),
);

/** Words that say "this refers to something" and not to what. */
export const REFERENCE_WORDS: ReadonlySet<string> = new Set(
  'ref reference link parent target source foreign'.split(' '),
);

/** Names that many tables have for things that have nothing to do with each other. */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
  (
    'name title description comment note remark status state type kind category class value amount total quantity price cost rate date time day month year ' +
    'timestamp created updated modified update insert deleted flag active enabled order rank position sequence level size length width height weight count ' +
    'version label text detail other first last middle phone fax email mail address city zip postal country region gender sex age'
  ).split(' '),
);

/** With these, a code or number is a property and no key: postal code, phone number. */
export const PROPERTY_WORDS: ReadonlySet<string> = new Set(
  'postal zip post phone fax telephone mobile cell street house area dial color colour room'.split(' '),
);

/** Prefixes and suffixes of table names that say how a table is kept, not what it holds. */
export const TABLE_AFFIXES: ReadonlySet<string> = new Set(
  (
    'dim fact fct tbl table tab stg staging stage raw src ods dwh dw mart vw view mv v t f d tmp temp bak backup old new data ref lkp lookup lu ' +
    'mst master export import extract current hist history archive v1 v2 v3 list info'
  ).split(' '),
);

const abbreviations: Readonly<Record<string, string>> = {
  acct: 'account',
  addr: 'address',
  adr: 'address',
  amt: 'amount',
  app: 'application',
  apt: 'apartment',
  art: 'artist',
  attr: 'attribute',
  auth: 'author',
  avg: 'average',
  bal: 'balance',
  bldg: 'building',
  br: 'branch',
  cat: 'category',
  ctg: 'category',
  cd: 'code',
  cls: 'class',
  cmt: 'comment',
  cnt: 'count',
  co: 'company',
  comp: 'company',
  ctry: 'country',
  cntry: 'country',
  crs: 'course',
  cur: 'currency',
  curr: 'currency',
  cust: 'customer',
  cus: 'customer',
  cty: 'city',
  dept: 'department',
  dep: 'department',
  desc: 'description',
  descr: 'description',
  dest: 'destination',
  dev: 'device',
  dist: 'district',
  div: 'division',
  dob: 'birthdate',
  doc: 'document',
  dt: 'date',
  dte: 'date',
  emp: 'employee',
  empl: 'employee',
  eq: 'equipment',
  evt: 'event',
  ext: 'extension',
  fac: 'faculty',
  flt: 'flight',
  fname: 'firstname',
  genr: 'genre',
  gnr: 'genre',
  govt: 'government',
  grp: 'group',
  hr: 'hour',
  hist: 'history',
  inv: 'invoice',
  invt: 'inventory',
  itm: 'item',
  lang: 'language',
  lname: 'lastname',
  loc: 'location',
  lst: 'last',
  lvl: 'level',
  mgr: 'manager',
  mfr: 'manufacturer',
  mfg: 'manufacturer',
  mfgr: 'manufacturer',
  mkt: 'market',
  msg: 'message',
  mth: 'month',
  nm: 'name',
  natn: 'nation',
  obj: 'object',
  occ: 'occupation',
  off: 'office',
  op: 'operation',
  ord: 'order',
  org: 'organization',
  orig: 'origin',
  part: 'part',
  pat: 'patient',
  pct: 'percent',
  perf: 'performance',
  pers: 'person',
  ph: 'phone',
  phn: 'phone',
  pmt: 'payment',
  pymt: 'payment',
  pay: 'payment',
  pos: 'position',
  prc: 'price',
  pref: 'preference',
  proc: 'procedure',
  prod: 'product',
  prof: 'professor',
  prog: 'program',
  proj: 'project',
  prov: 'province',
  prt: 'part',
  pub: 'publisher',
  publ: 'publisher',
  pur: 'purchase',
  qty: 'quantity',
  qnt: 'quantity',
  rec: 'record',
  reg: 'region',
  rgn: 'region',
  rel: 'relation',
  rep: 'representative',
  req: 'request',
  res: 'reservation',
  rntl: 'rental',
  rm: 'room',
  sal: 'salary',
  sched: 'schedule',
  sec: 'section',
  seq: 'sequence',
  sess: 'session',
  shp: 'ship',
  ship: 'shipment',
  spec: 'specification',
  st: 'street',
  sta: 'station',
  stat: 'status',
  stf: 'staff',
  stor: 'store',
  str: 'store',
  stu: 'student',
  stud: 'student',
  sub: 'subject',
  subj: 'subject',
  sup: 'supplier',
  supp: 'supplier',
  suppl: 'supplier',
  svc: 'service',
  sys: 'system',
  tel: 'phone',
  terr: 'territory',
  tm: 'team',
  trk: 'track',
  trn: 'transaction',
  trans: 'transaction',
  txn: 'transaction',
  ttl: 'title',
  tkt: 'ticket',
  typ: 'type',
  upd: 'update',
  usr: 'user',
  veh: 'vehicle',
  vend: 'vendor',
  whs: 'warehouse',
  wh: 'warehouse',
  yr: 'year',
  au: 'author',
  pl: 'playlist',
  ln: 'line',
  li: 'line',
  un: 'unit',
  actr: 'actor',
  flm: 'film',
  alb: 'album',
  ctct: 'contact',
};
export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(Object.entries(abbreviations));

/** Words that databases use for one thing. A word may stand in several groups. */
const SYNONYMS: readonly string[] = [
  'customer client buyer consumer patron subscriber guest',
  'employee worker staff personnel person people colleague associate',
  'person people individual human contact party member user',
  'user account member login profile',
  'manager supervisor boss lead head chief',
  'supplier vendor provider seller merchant',
  'store shop outlet branch market',
  'product item article good merchandise material',
  'part component item piece material',
  'order purchase sale booking',
  'invoice bill receipt',
  'payment transaction charge remittance',
  'department division unit section',
  'country nation land',
  'region area territory zone district',
  'state province county',
  'city town municipality place',
  'address location place site residence',
  'film movie picture video',
  'song track tune recording',
  'album record disc release',
  'artist performer musician singer band',
  'actor performer player star cast',
  'genre style category',
  'category class',
  'author writer creator',
  'book title publication volume',
  'publisher press house imprint',
  'rental loan lease hire',
  'inventory stock',
  'job position role occupation post',
  'title designation position',
  'salary pay wage compensation income',
  'course class module subject',
  'student pupil learner',
  'teacher instructor lecturer professor faculty tutor',
  'school college university institution',
  'company firm organization organisation business enterprise corporation employer',
  'airport terminal',
  'airline carrier',
  'shipper carrier courier',
  'shipment delivery consignment dispatch',
  'vehicle car auto automobile',
  'doctor physician',
  'match game fixture',
  'team club squad side',
  'price cost amount fee charge',
  'quantity count number amount',
  'language tongue',
  'document file paper',
  'project program programme initiative',
  'building house property premises',
  'picture photo image',
  'start begin from',
  'end finish to thru until',
  'line item row entry detail position',
  'warehouse depot',
  'message mail email',
  'event incident occurrence',
  'policy contract agreement',
  'hospital clinic',
  'medicine medication drug treatment',
  'campaign promotion',
  'ticket case issue',
  'date day',
  'commission royalty bonus',
  'playlist list',
  'stop station',
  // The same things in other languages that databases are written in.
  'customer kunde kunden client clients cliente',
  'order auftrag auftraege bestellung bestellungen commande pedido',
  'invoice rechnung rechnungen facture factura',
  'product artikel produkt produit producto article articulo',
  'supplier lieferant lieferanten fournisseur proveedor',
  'employee mitarbeiter employe employé salarie empleado angestellte',
  'address adresse adressen anschrift anschriften direccion domicilio',
  'country land pays pais',
  'city stadt ort ville ciudad',
  'student schueler eleve alumno estudiante',
  'teacher lehrer enseignant profesor',
  'book buch buecher livre ouvrage libro',
  'account konto konten compte cuenta',
  'department abteilung departement departamento',
  'warehouse lager entrepot almacen',
  'payment zahlung zahlungen paiement pago',
  'contract vertrag vertraege contrat contrato',
  'company firma unternehmen entreprise empresa',
  'person personne persona',
  'member mitglied adherent membre miembro socio',
  'patient patienten paciente',
  'physician doctor arzt aerzte medecin medico',
  'project projekt projet proyecto',
  'vehicle fahrzeug vehicule vehiculo',
  'category kategorie categorie categoria',
];

const groupsByWord = new Map<string, Set<number>>();
for (const [index, group] of SYNONYMS.entries()) {
  for (const word of group.split(' ')) {
    const groups = groupsByWord.get(word) ?? new Set();
    groups.add(index);
    groupsByWord.set(word, groups);
  }
}

export function areSynonyms(left: string, right: string): boolean {
  const groups = groupsByWord.get(left);
  const others = groupsByWord.get(right);
  if (groups === undefined || others === undefined) return false;
  for (const group of groups) if (others.has(group)) return true;
  return false;
}

/** Whether the word stands in a group of synonyms. */
export const hasSynonyms = (word: string): boolean => groupsByWord.has(word);

export const writtenWord = (word: string): string => ABBREVIATIONS.get(word) ?? word;

/** Says nothing of whose or which: `name`, `addr`, `postal_code`. */
export const isPropertyName = (words: readonly string[]): boolean =>
  words.some((word) => PROPERTY_WORDS.has(word) || GENERIC_WORDS.has(writtenWord(word)));
