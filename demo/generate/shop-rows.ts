/** The shop's rows as text for COPY. */
import { centsText } from './people.ts';
import { CUSTOMER_COUNT, customerAt, ORDER_COUNT, orderAt, PRODUCT_COUNT, productAt } from './shop.ts';

/** One row: tab-separated, `\N` for NULL. */
function copyRow(values: readonly (string | number | boolean | null)[]): string {
  const cells = values.map((value) =>
    value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (character) => copyEscapes[character] ?? character),
  );
  return `${cells.join('\t')}\n`;
}

const copyEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

export function* customerRows(): Generator<string> {
  for (let index = 0; index < CUSTOMER_COUNT; index += 1) {
    const row = customerAt(index);
    yield copyRow([
      row.id,
      row.number,
      row.name,
      row.email,
      row.region.country,
      row.city,
      row.segment,
      row.birthDate,
      row.signedUpAt,
      row.region.timeZone,
      row.creditLimitCents === null ? null : centsText(row.creditLimitCents),
      row.hasOptedIn,
      row.preferences,
    ]);
  }
}

export function* productRows(): Generator<string> {
  for (let index = 0; index < PRODUCT_COUNT; index += 1) {
    const row = productAt(index);
    yield copyRow([
      row.id,
      row.sku,
      row.name,
      row.category,
      centsText(row.priceCents),
      row.weightGrams,
      `{${row.tags.join(',')}}`,
      row.discontinuedOn,
    ]);
  }
}

export function* orderRows(): Generator<string> {
  for (let index = 0; index < ORDER_COUNT; index += 1) {
    const row = orderAt(index);
    yield copyRow([
      row.id,
      row.customer === null ? null : row.customer + 1,
      new Date(row.orderedAtMs).toISOString(),
      row.status,
      row.channel,
      row.sessionId,
      row.currency,
      centsText(row.shippingCents),
      centsText(row.totalCents),
    ]);
  }
}

export function* orderLineRows(): Generator<string> {
  for (let index = 0; index < ORDER_COUNT; index += 1) {
    const order = orderAt(index);
    for (const [position, line] of order.lines.entries()) {
      yield copyRow([
        order.id,
        position + 1,
        line.product + 1,
        line.quantity,
        centsText(line.unitPriceCents),
        `0.${String(line.discountPercent).padStart(2, '0')}`,
      ]);
    }
  }
}
