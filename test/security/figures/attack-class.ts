/** What an attack on the walls of a source is after, told by its text; for the figures only. */

const classes: readonly (readonly [name: string, form: RegExp])[] = [
  ['nothing, or unfinished', /^(?:\s*|\s*--[^\n]*|\/\*[^*]*\*\/|SELECT|;)$|unfinished|not closed/i],
  ['several statements', /;\s*(?:\/\*.*?\*\/\s*)?[^\s;]|->>|\|>/s],
  [
    'files and other systems',
    /^\s*(?:COPY|LOAD|ATTACH|DETACH|EXPORT|IMPORT|INSTALL|PUT|GET|RM|REMOVE|LIST|LS|BACKUP|UNLOAD)\b|read_|readfile|writefile|pg_ls|lo_\w+\(|dblink|external_query|extension|passwd|glob\s*\(|load_file|outfile|dumpfile|infile|\bhttp/i,
  ],
  [
    'locks, SELECT INTO',
    /\bFOR\s+(?:NO KEY UPDATE|UPDATE|SHARE|KEY SHARE)\b|LOCK\s+IN\s+SHARE|^\s*SELECT\b.*\bINTO\b/is,
  ],
  [
    'changes inside a query',
    /^\s*(?:WITH|SELECT|FROM|VALUES|\()(?=.*\b(?:INSERT|UPDATE|DELETE|MERGE|CREATE|DROP)\s+(?:INTO|FROM|TABLE|\w))/is,
  ],
  ['changes of rows', /^\s*(?:INSERT|UPDATE|DELETE|MERGE|REPLACE|TRUNCATE|UPSERT)\b/i],
  [
    'changes of objects and rights',
    /^\s*(?:CREATE|ALTER|DROP|UNDROP|GRANT|REVOKE|COMMENT|RENAME|REINDEX|VACUUM|ANALYZE|OPTIMIZE|CLUSTER|REFRESH|SECURITY|REASSIGN|CHECKPOINT)\b/i,
  ],
  ['EXPLAIN, SHOW', /^\s*(?:EXPLAIN|SHOW|DESCRIBE|DESC|SUMMARIZE)\b/i],
  ['functions and places in a query', /^\s*(?:SELECT|WITH|FROM|VALUES|TABLE|PIVOT|\(|\/\*|--)/i],
];

export const attackClasses: readonly string[] = [...classes.map(([name]) => name), 'session, transaction, scripts'];

export const attackClass = (sql: string): string =>
  classes.find(([, form]) => form.test(sql))?.[0] ?? 'session, transaction, scripts';
