/**
 * Ways to make the files driver read what lies outside of its folder, or run what a file says: it has no statements of its own, so they come by options, names, links and
 * contents. Beside the folder lies `secret.csv`, whose one value must never be seen.
 */
export interface FilesAttack {
  readonly kind:
    | 'declared path'
    | 'declared type'
    | 'delimiter'
    | 'connection path'
    | 'file name'
    | 'header'
    | 'folder name'
    | 'link'
    | 'cell';
  readonly text: string;
}

const of = (kind: FilesAttack['kind'], texts: readonly string[]): FilesAttack[] =>
  texts.map((text) => ({ kind, text }));

export const pathAttacks: readonly FilesAttack[] = [
  ...of('declared path', [
    '../secret.csv',
    '../*.csv',
    '..//secret.csv',
    './../secret.csv',
    'inner/../../secret.csv',
    '**/../../secret.csv',
    '{..,inner}/secret.csv',
    '[.][.]/secret.csv',
    '?./secret.csv',
    '.{.,}/secret.csv',
    '../web/../secret.csv',
    '..\\secret.csv',
    '%2e%2e/secret.csv',
    '..%2fsecret.csv',
    '~/secret.csv',
    '/etc/passwd',
    '/proc/self/environ',
    '/dev/stdin',
    'file:///etc/passwd',
    'file://../secret.csv',
    'http://127.0.0.1:9/secret.csv',
    's3://bucket/secret.csv',
    '\\\\host\\share\\secret.csv',
    "good.csv', '../secret.csv",
    "good.csv'], auto_detect = true) UNION ALL FROM read_csv(['../secret.csv",
  ]),
  ...of('declared type', [
    "VARCHAR); COPY (SELECT 1) TO 'pwned.csv'; --",
    "VARCHAR AS x, (SELECT content FROM read_text('../secret.csv'))",
    "ENUM(SELECT content FROM read_text('../secret.csv'))",
    "VARCHAR') || (SELECT 1",
    'VARCHAR /* x */',
    'VARCHAR;ATTACH',
    'NOSUCHTYPE',
  ]),
  ...of('delimiter', ["'", "',", "');", '";--', '\n', "'||'"]),
  ...of('connection path', ['web/\0', 'web/good.csv/../../nowhere', 'http://127.0.0.1:9/', 'memory:']),
  ...of('file name', [
    "');DROP TABLE x;--.csv",
    "x', '..",
    "a'; COPY (SELECT 1) TO 'pwned",
    '"; DROP TABLE x; --',
    '$(touch pwned)',
    '`touch pwned`',
    '; touch pwned',
    '| touch pwned',
    '{{name}}',
    '*',
    '[a-z]*',
    '{a,b}',
    '?',
    '..',
    '%s%n',
    "it''s",
    '\u202ecsv.exe',
    '-rf',
    '#fragment?query=1',
    'CON',
  ]),
  ...of('header', [
    "x' || (SELECT content FROM read_text('../secret.csv')) || '",
    'x"; DROP TABLE y; --',
    '")) FROM read_csv(["../secret.csv',
    '*',
    '$1',
    '{{name}}',
    "=cmd|' /C calc'!A0",
    'filename',
    '__proto__',
  ]),
  ...of('folder name', ["key='; DROP", 'key=..', 'key=%2e%2e', 'a=b=c', "k'ey=1"]),
  ...of('link', ['../secret.csv', '..', '/etc/passwd', '/', 'link.csv', '../web']),
  ...of('cell', ['=HYPERLINK("http://127.0.0.1")', '<script>alert(1)</script>', "'; DROP TABLE x; --", '\u0000']),
];
