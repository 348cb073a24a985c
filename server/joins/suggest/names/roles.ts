/** Names that say which part something plays, and not what it is: `approved_by`, `receiver`, `ship_to`; and the tables that such names may mean. */
import { areSynonyms, hasSynonyms, KEY_WORDS, writtenWord } from './lexicon.ts';

/** What a person does: a column named so refers to a table of people without naming it. */
const PERSON_ROLES: ReadonlySet<string> = new Set(
  (
    'manager supervisor boss owner leader lead head chief advisor adviser agent assignee approver reviewer author editor creator seller buyer driver ' +
    'representative instructor coach captain president secretary treasurer director contact sponsor mentor handler operator technician by reports assigned'
  ).split(' '),
);
const PEOPLE: ReadonlySet<string> = new Set(
  (
    'employee worker staff person people user member personnel student faculty professor teacher contact agent host player physician doctor squad crew ' +
    'mitarbeiter angestellte benutzer nutzer mitglied arzt aerzte schueler lehrer employe employé salarie personne utilisateur membre adherent ' +
    'empleado persona usuario miembro socio alumno profesor medico'
  ).split(' '),
);

/** What somebody did something by: `approved_by`, `aprobado_por`. */
const BY_WORDS: ReadonlySet<string> = new Set('by por par von durch'.split(' '));

/** Words that end like those for somebody who does something, and are none. */
const NO_AGENTS: ReadonlySet<string> = new Set(
  (
    'number order center letter folder counter layer paper water power factor sector color floor door error vector monitor motor master chapter header ' +
    'register tender quarter parameter meter other under over after semester theater router server poster banner tier trailer container computer printer ' +
    'sensor processor elevator corridor mirror humor minor major prior inner outer upper lower proper super former later earlier character cluster filter ' +
    'buffer pointer marker border corner river transfer offer voucher calendar identifier modifier qualifier newsletter chamber member degree committee fee tree decor annee année journee soiree duree durée allee entree entrée quantite montant restant instant constant variant'
  ).split(' '),
);

/** `reporter`, `solicitante`, `mentee`: a word for somebody who does something, which is no word for what a table of its own would hold. */
export const isAgentNoun = (word: string): boolean =>
  word.length >= 5 && /(er|or|ee|ant|ante|eur)$/.test(word) && !NO_AGENTS.has(word) && !hasSynonyms(word);

/** Sides of a bargain, a payment or a consignment: they mean a table of customers, partners, companies or people. */
const PARTY_ROLES: ReadonlySet<string> = new Set(
  (
    'sender receiver recipient addressee buyer seller purchaser vendor payer payee shipper consignee consignor holder insured insurer beneficiary debtor creditor tenant landlord ' +
    'lessee lessor grantor grantee donor lender borrower guarantor importer exporter owner applicant claimant drawer drawee assignor assignee principal ' +
    'absender empfaenger empfänger kaeufer käufer verkaeufer verkäufer auftraggeber auftragnehmer mieter vermieter glaeubiger schuldner ' +
    'vendeur acheteur acquereur acquéreur expediteur expéditeur destinataire emetteur émetteur beneficiaire locataire bailleur ' +
    'vendedor comprador remitente destinatario emisor receptor ordenante beneficiario titular inquilino arrendador mittente venditore acquirente'
  ).split(' '),
);
const PARTIES: ReadonlySet<string> = new Set(
  (
    'partner party customer client company organization firm business contact account member user person people individual household ' +
    'geschaeftspartner kunde kunden firma firmen partenaire tiers entreprise cliente socio proprietaire eigentuemer'
  ).split(' '),
);

/** Those who sell are not among the customers. */
const SELLERS: ReadonlySet<string> = new Set(
  'seller vendor supplier verkaeufer verkäufer vendeur vendedor venditore insurer lessor landlord exporter'.split(' '),
);
const BUYERS: ReadonlySet<string> = new Set('customer client kunde kunden cliente'.split(' '));

/** Ends of a way and of a delivery: they mean a table of places. */
const PLACE_ROLES: ReadonlySet<string> = new Set(
  (
    'bill billing ship shipping deliver delivery pickup dropoff origin destination loading unloading discharge boarding alighting ' +
    'origen destino origine livraison facturation abgang ziel lieferung'
  ).split(' '),
);
/** Of these many are times: they mean a place only where they are called a key. */
const MOVES: ReadonlySet<string> = new Set(
  'departure arrival departing arriving départ depart arrivee arrivée salida llegada abfahrt ankunft partenza arrivo'.split(
    ' ',
  ),
);
const PLACES: ReadonlySet<string> = new Set(
  (
    'address location place site port station airport aerodrome airfield warehouse depot stop terminal harbour harbor city town branch facility hub ' +
    'adresse anschrift ort bahnhof haltestelle hafen flughafen lager standort gare ville lieu aeroport entrepot direccion ciudad puerto estacion almacen aeropuerto stazione citta'
  ).split(' '),
);

/** Columns that only tables of people have. */
const PERSONAL: ReadonlySet<string> = new Set(
  (
    'surname lastname firstname forename givenname familyname maidenname birthdate birthday dob birthdate dateofbirth nachname vorname geburtsdatum geburtstag prenom prénom ' +
    'datenaissance apellido apellidos primerapellido fechanacimiento cognome achternaam voornaam birthyear namelast namefirst yearofbirth'
  ).split(' '),
);
const PERSONAL_PAIRS = /^(last|first|given|family|maiden|full)(name|nm)$|^(sur|fore)name$|^birth|^dob$/;

/** Whether the columns of a table say that its rows are people. */
export const holdsPeople = (columns: readonly (readonly string[])[]): boolean =>
  columns.some((words) => {
    const plain = words.map(writtenWord).join('');
    return PERSONAL.has(plain) || PERSONAL_PAIRS.test(plain);
  });

const isAmong = (words: readonly string[], set: ReadonlySet<string>): boolean =>
  words.some((word) => set.has(word) || set.has(writtenWord(word)));

/** `manager_no`, `approved_by`, `reports_to` may mean a table of people. */
export const isPersonRole = (words: readonly string[]): boolean =>
  isAmong(words, PERSON_ROLES) || isDoneBy(words) || isAgentNoun(words.findLast((word) => !KEY_WORDS.has(word)) ?? '');
const isDoneBy = (words: readonly string[]): boolean => words.length > 1 && BY_WORDS.has(words.at(-1) ?? '');
export const isPeople = (words: readonly string[]): boolean => isAmong(words, PEOPLE);

/** Words that may stand beside those of a role. */
const FILLERS: ReadonlySet<string> = new Set('to from at by of the in for party'.split(' '));

/** The name says the role and nothing else: `ship_to`, and not `ship_method`. */
const isOnly = (words: readonly string[], roles: ReadonlySet<string>, things: readonly string[]): boolean =>
  isAmong(words, roles) &&
  words.every(
    (word) =>
      roles.has(word) ||
      roles.has(writtenWord(word)) ||
      FILLERS.has(word) ||
      KEY_WORDS.has(word) ||
      things.includes(word),
  );

/** People that others look after: who approves, treats or teaches is none of them. */
const SERVED: ReadonlySet<string> = new Set(
  'student pupil learner patient customer client passenger guest subscriber candidate applicant child adherent eleve élève alumno schueler schüler paciente patienten'.split(
    ' ',
  ),
);

/**
 * Whether a name with these words may mean the rows of the table by the part that they play. `isTaken`: another column has the very name of the
 * key, so that this one means somebody else.
 */
export function mayPlayRole(
  words: readonly string[],
  table: { readonly stem: readonly string[]; readonly isPeople: boolean; readonly refersElsewhere: boolean },
  isTaken: () => boolean,
): boolean {
  if (isAmong(words, SELLERS) && isAmong(table.stem, BUYERS)) return false;
  if (isAmong(words, PARTY_ROLES))
    return (
      isOnly(words, PARTY_ROLES, table.stem) && (isPeople(table.stem) || isAmong(table.stem, PARTIES)) && !isTaken()
    );
  if (isOnly(words, PLACE_ROLES, table.stem)) return saysWhither(words) && isPlace(table.stem);
  if (isOnly(words, MOVES, table.stem)) return isAmong(words, KEY_WORDS) && isPlace(table.stem);
  if (!table.isPeople || !isPersonRole(words)) return false;
  if (isAmong(table.stem, SERVED) && (isAmong(words, PERSON_ROLES) || isDoneBy(words))) return false;
  if (isAnybody(table.stem)) return true;
  // People only by their columns, bookings with a surname among them: the name has to refer to something, and to nobody else. A list of people refers
  // to nothing itself.
  return (isAmong(words, KEY_WORDS) || (isDoneBy(words) && !table.refersElsewhere)) && !isTaken();
}

/** `ship_id` means a ship, `ship_to_id` does not. */
const saysWhither = (words: readonly string[]): boolean =>
  words.includes('to') ||
  words.includes('from') ||
  !words.some((word) => word === 'ship' || word === 'bill' || word === 'deliver');

/** A table of all people of a house, who do what people do there. */
const isAnybody = (stem: readonly string[]): boolean => isPeople(stem) && !isAmong(stem, SERVED);

const isPlace = (words: readonly string[]): boolean =>
  isAmong(words, PLACES) || words.some((word) => areSynonyms(word, 'address') || areSynonyms(word, 'station'));

/** A word for a role of any kind. */
export const isRoleWord = (words: readonly string[]): boolean =>
  isPersonRole(words) || [PARTY_ROLES, PLACE_ROLES, MOVES].some((roles) => isAmong(words, roles));
