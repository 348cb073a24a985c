import type { ParameterType } from '../contract/parameter.ts';

/** Types of parameters as people read them. */
export const parameterTypeWords: Readonly<Record<ParameterType, string>> = {
  text: 'text',
  integer: 'whole number',
  decimal: 'decimal',
  boolean: 'yes or no',
  date: 'date',
  timestamp: 'date and time',
  text_list: 'list of texts',
};
