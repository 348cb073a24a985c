/** The schema for PostgreSQL, made from the one for SQLite, so that there is one to edit. */

const HEAD =
  '// Made from ../schema.prisma by `npm run db:create`, as it was when the newest migration beside it was written. Edit that one.\n';

/** Replaces a part that must be there exactly once. */
function replaceOne(text, part, replacement) {
  if (text.split(part).length !== 2) throw new Error(`schema.prisma does not hold ${part} exactly once.`);
  return text.replace(part, replacement);
}

/** `schema` as it is for PostgreSQL: its provider, a place of its own for the client, and the lines marked `// postgres:`. */
export function postgresSchema(schema) {
  const body = schema.replace(/^(\/\/.*\n)+\n*/, '').replaceAll(/^(\s*)\/\/ postgres: /gm, '$1');
  const own = replaceOne(body, 'provider = "sqlite"', 'provider = "postgresql"');
  return `${HEAD}\n${replaceOne(own, '"../server/history/generated"', '"../../server/history/postgres/generated"')}`;
}

/** What a schema says, without remarks and blanks. */
export function essence(schema) {
  const lines = schema.split('\n').map((line) =>
    line
      .replace(/(^|\s)\/\/.*$/, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
  return lines.filter((line) => line !== '').join('\n');
}
