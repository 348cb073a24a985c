/**
 * Parameters of a statement or join: `{{name}}` in the text, outside quotes and comments, stands for one typed value. Values are bound, never
 * spliced, so a value can hold any text.
 */
import { z } from 'zod';

export const parameterTypes = ['text', 'integer', 'decimal', 'boolean', 'date', 'timestamp', 'text_list'] as const;
export const parameterTypeSchema = z.enum(parameterTypes);
export type ParameterType = z.infer<typeof parameterTypeSchema>;

/** Letters, digits and underscores, not beginning with a digit. */
export const parameterNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/);

export const statementParameterSchema = z.object({
  name: parameterNameSchema,
  type: parameterTypeSchema,
  /**
   * The value in its exact spelling: `42`, `12.50`, `true`, `2026-11-22`, `2026-11-22 08:30:00`; null = NULL. A `text_list` has an array (for
   * `IN {{names}}`); an empty one matches nothing.
   */
  value: z.union([z.null(), z.string().max(100_000), z.array(z.string().max(10_000)).max(10_000)]),
});
export type StatementParameter = z.infer<typeof statementParameterSchema>;
