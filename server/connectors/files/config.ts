import { z } from 'zod';
import { rangePattern } from './xlsx/sheet-range.ts';

export const fileFormats = ['csv', 'tsv', 'parquet', 'json', 'jsonl', 'xlsx'] as const;
export type FileFormat = (typeof fileFormats)[number];

const tableSchema = z.strictObject({
  path: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      "File, glob or list of them, relative to the connection's folder. Absent: the files that have this table's name.",
    ),
  format: z.enum(fileFormats).optional().describe('Format, where the name of the file does not tell it.'),
  delimiter: z.string().min(1).max(4).optional().describe('Delimiter of CSV files; found out if absent.'),
  header: z
    .boolean()
    .optional()
    .describe('Whether the first line of CSV files or sheets holds the column names; found out if absent.'),
  encoding: z
    .enum(['utf-8', 'utf-16', 'latin-1'])
    .optional()
    .describe('Character encoding of CSV files. Default utf-8.'),
  sheet: z.string().min(1).optional().describe('Sheet of XLSX files. Default: the first that is not hidden.'),
  range: z
    .string()
    .regex(rangePattern, 'Write a range such as B3, B3:F or B3:F100.')
    .optional()
    .describe('Part of the sheet that holds the table, where something else stands beside or above it: `B3:F`.'),
  columns: z
    .record(z.string(), z.string().min(1))
    .optional()
    .describe(
      'DuckDB types of columns of CSV, JSON and XLSX files whose values do not tell them: `{ zip: VARCHAR, amount: "DECIMAL(12,2)" }`.',
    ),
  comment: z.string().optional().describe('What the table holds.'),
  columnComments: z.record(z.string(), z.string()).optional().describe('What the columns hold, by column name.'),
});

export type TableDeclaration = z.infer<typeof tableSchema>;

export const filesOptionsSchema = z.strictObject({
  path: z
    .string()
    .min(1)
    .describe('Folder, file or glob, relative to the folder of config.yaml. Nothing outside of it is read.'),
  tables: z
    .record(z.string().min(1), tableSchema)
    .default({})
    .describe(
      'Tables that need telling more than their files do, by name: `{"sales": {"path": "2026/*.csv", "columns": {"zip": "VARCHAR"}}}`. Files not named here are tables by their own name.',
    ),
});

export type FilesOptions = z.infer<typeof filesOptionsSchema>;
