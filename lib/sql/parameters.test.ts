import { describe, expect, it } from 'vitest';
import { rulesOfDriver } from './dialect.ts';
import { placeholdersIn, replacePlaceholders } from './parameters.ts';
import { parameterNames } from './statement-parameters.ts';

const names = (text: string, driver?: string) => placeholdersIn(text, rulesOfDriver(driver)).map(({ name }) => name);

describe('placeholders', () => {
  it('are found with and without blanks, each time they stand there', () => {
    expect(names('SELECT {{a}}, {{ b_2 }} WHERE x = {{a}}')).toEqual(['a', 'b_2', 'a']);
  });

  it('are only text within strings, quoted names and comments', () => {
    expect(names(`SELECT '{{a}}', "{{b}}", $$ {{c}} $$ -- {{d}}\n /* {{e}} */ , {{f}}`)).toEqual(['f']);
    expect(names("SELECT \"{{a}}\", `{{b}}`, 'it\\'s {{c}}' # {{d}}\n, {{e}}", 'mysql')).toEqual(['e']);
  });

  it('need a plain name', () => {
    expect(names("SELECT {'a': 1}, {{1a}}, {{}}, {{a b}}, {{a}")).toEqual([]);
  });

  it('are replaced at their place', () => {
    expect(replacePlaceholders("SELECT {{a}} || '{{a}}' || {{b}}", (name) => `<${name}>`)).toBe(
      "SELECT <a> || '{{a}}' || <b>",
    );
  });
});

describe('parameters of a statement', () => {
  it('are named once, those of native statements inside too', () => {
    const text = "SELECT {{a}}, {{b}}, {{a}} FROM native('shop', $$SELECT {{c}}$$)";
    expect(parameterNames(text)).toEqual(['a', 'b', 'c']);
    expect(parameterNames("SELECT '{{a}}'")).toEqual([]);
  });
});
