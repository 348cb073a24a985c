'use client';

import { Check } from 'lucide-react';
import type { CSSProperties } from 'react';
import { originColor } from '../ui/origin.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './connections.module.css';
import { FormField } from './form-field.tsx';

const colors = [1, 2, 3, 4, 5, 6, 7, 8];
const colorNames = ['Blue', 'Orange', 'Violet', 'Teal', 'Pink', 'Green', 'Sky', 'Ochre'];

interface OriginFieldsProps {
  readonly color: number | undefined;
  readonly mark: string;
  readonly errors: Readonly<Record<string, string>>;
  /** Names of the connections that have each colour already. */
  readonly usedBy: ReadonlyMap<number, readonly string[]>;
  onColor(color: number): void;
  onMark(mark: string): void;
}

/** Colour and mark that tell where values come from. A radio group: arrow keys move the choice. */
export function OriginFields({ color, mark, errors, usedBy, onColor, onMark }: OriginFieldsProps) {
  return (
    <>
      <div className={styles.field}>
        <span className={styles.fieldLabel} id="connection-colour">
          Colour
        </span>
        <div className={styles.control}>
          <div className={styles.swatches} role="radiogroup" aria-labelledby="connection-colour">
            {colors.map((one) => {
              const others = usedBy.get(one) ?? [];
              const name = colorNames[one - 1] ?? String(one);
              const title = others.length === 0 ? name : `${name}: also ${others.join(', ')}`;
              return (
                <label
                  key={one}
                  className={styles.swatch}
                  style={{ '--c': originColor(one) } as CSSProperties}
                  title={title}
                >
                  <input
                    type="radio"
                    name="connection-colour"
                    className="visually-hidden"
                    aria-label={title}
                    checked={color === one}
                    onChange={() => onColor(one)}
                  />
                  {color === one ? <Check size={13} strokeWidth={3} aria-hidden="true" /> : null}
                </label>
              );
            })}
          </div>
          <p className={styles.about}>
            {color === undefined ? 'Without a choice, one that is not in use yet.' : usedText(usedBy.get(color))}
          </p>
        </div>
      </div>
      <FormField label="Mark" error={errors.mark} description="Two letters that say the same where colour cannot.">
        {(control) => (
          <TextField
            {...control}
            className={styles.mark}
            maxLength={2}
            spellCheck={false}
            autoComplete="off"
            placeholder="auto"
            value={mark}
            onChange={(event) => onMark(event.target.value)}
          />
        )}
      </FormField>
    </>
  );
}

const usedText = (others: readonly string[] | undefined): string =>
  others === undefined || others.length === 0
    ? 'Marks every value of this source.'
    : `Also the colour of ${others.join(', ')}.`;
