/** Words for two sides of one relation. */

/** Words that stand for two sides of one relation, in databases in general. */
const OPPOSITES: readonly (readonly [string, string])[] = (
  'from to|home away|origin destination|origin dest|orig dest|source target|source destination|sender receiver|sender recipient|payer payee|buyer seller|debit credit|debtor creditor|' +
  'base quote|mentor mentee|parent child|primary secondary|old new|departure arrival|dep arr|pickup dropoff|pick drop|bill ship|billing shipping|billing delivery|' +
  'load discharge|loading discharge|loading unloading|winner loser|first second|left right|in out|inbound outbound|employer employee|manager employee|employee manager|' +
  'supervisor employee|referrer referred|reviewer reviewee|reviewer author|teacher student|caller callee|issuer holder|owner tenant|' +
  'requester approver|reporter assignee|host guest|predator prey|previous next|prev next|follower followee|origen destino|origine destination|start ziel|entrada salida|lender borrower|consignor consignee|exporter importer|export import|' +
  'shipper consignee|vendor purchaser|lessor lessee|landlord tenant|grantor grantee|donor recipient|giver receiver|assignor assignee|transferor transferee|plaintiff defendant|' +
  'attacker defender|husband wife|mother father|sire dam|admitting discharging|admission discharge|adm dis|orig term|origin term|originating terminating|sold ship|sold bill|primary alternate|primary backup|' +
  'preferred alternate|main backup|main alternate|upstream downstream|head tail|near far|entry exit|checkin checkout|incoming outgoing|import export|white black|red blue|local remote|local visitor|' +
  'absender empfaenger|absender empfänger|versand empfang|versender empfaenger|verkaeufer kaeufer|verkäufer käufer|auftraggeber auftragnehmer|von nach|heim gast|soll haben|abfahrt ankunft|abgang ziel|alt neu|vater mutter|eltern kind|' +
  'liefer rechnung|lieferung rechnung|mieter vermieter|glaeubiger schuldner|vendeur acheteur|vendeur acquereur|emetteur destinataire|emetteur beneficiaire|expediteur destinataire|domicile exterieur|depart arrivee|départ arrivée|' +
  'livraison facturation|ancien nouveau|parent enfant|pere mere|debiteur crediteur|vendedor comprador|remitente destinatario|emisor receptor|ordenante beneficiario|salida llegada|visitante local|debe haber|cargo abono|' +
  'envio facturacion|padre hijo|padre madre|mittente destinatario|venditore acquirente|partenza arrivo|casa ospite'
)
  .split('|')
  .map((pair) => pair.split(' ') as [string, string]);

const opposites = new Set(OPPOSITES.flatMap(([left, right]) => [`${left} ${right}`, `${right} ${left}`]));
export const areOpposite = (one: string, other: string): boolean => opposites.has(`${one} ${other}`);
