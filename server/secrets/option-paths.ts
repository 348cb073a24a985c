/** Options by dotted path (`tls.key`), as drivers name their secrets. */
export function optionAt(options: unknown, path: string): unknown {
  let found = options;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

/** A copy with `value` at the path; without the option there if `value` is undefined. */
export function withOption(
  options: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  const { [first]: inner, ...others } = options;
  if (rest.length === 0) return value === undefined ? others : { ...options, [first]: value };
  const isMap = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  if (!isMap && value === undefined) return { ...options };
  return { ...options, [first]: withOption(isMap ? (inner as Record<string, unknown>) : {}, rest.join('.'), value) };
}
