'use client';

import { RefreshCw, X } from 'lucide-react';
import { useMemo } from 'react';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { Origin } from '../ui/origin.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { DayFields } from './day-fields.tsx';
import type { Filter } from './filter.ts';
import styles from './performance.module.css';
import { addDays, browserTimeZone, dayOf, instantsOf, presets, presetWords } from './time-range.ts';

const ANY = 'any';
const CUSTOM = 'custom';

interface RangeToolbarProps {
  readonly filter: Filter;
  /** Text of the statement that is shown alone, when it is known. */
  readonly statement: string | undefined;
  readonly isLoading: boolean;
  onChange(change: Partial<Filter>): void;
  onReload(): void;
}

/** Range, time zone, connection and kind of statement. */
export function RangeToolbar({ filter, statement, isLoading, onChange, onReload }: RangeToolbarProps) {
  const { connections } = useConnections();
  const { range, timeZone, connection, fingerprint } = filter;
  const zones = useMemo(
    () => [...new Set([browserTimeZone(), 'UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])],
    [timeZone],
  );
  const chooseRange = (value: (typeof presets)[number] | typeof CUSTOM) => {
    if (value !== CUSTOM) return onChange({ range: value });
    const { from } = instantsOf(range, timeZone, new Date());
    onChange({ range: { from: dayOf(new Date(from), timeZone), to: dayOf(new Date(), timeZone) } });
  };
  const names = [...new Set([...connections.map(({ id }) => id), ...(connection === undefined ? [] : [connection])])];
  return (
    <>
      <Select
        label="Time range"
        value={typeof range === 'object' ? CUSTOM : range}
        options={[
          ...presets.map((preset) => ({ value: preset, label: `Last ${presetWords[preset]}` })),
          { value: CUSTOM, label: 'From day to day' },
        ]}
        onChange={chooseRange}
      />
      {typeof range === 'object' ? (
        <DayFields
          name="Range"
          range={range}
          latest={addDays(dayOf(new Date(), timeZone), 1)}
          onChange={(days) => onChange({ range: days })}
        />
      ) : null}
      <NativeSelect
        aria-label="Time zone"
        title="Days begin at midnight of this time zone"
        className={styles.zone}
        value={timeZone}
        onChange={(event) => onChange({ timeZone: event.target.value })}
      >
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </NativeSelect>
      <Select
        label="Connection"
        value={connection ?? ANY}
        options={[
          { value: ANY, label: 'Any connection' },
          ...names.map((id) => ({
            value: id,
            label: id,
            icon: <Origin color={connections.find((one) => one.id === id)?.color} />,
          })),
        ]}
        onChange={(value) => onChange({ connection: value === ANY ? undefined : value })}
      />
      {fingerprint === undefined ? null : (
        <Button
          className={styles.chosen}
          aria-label={`${statement ?? fingerprint}: show all statements again`}
          title={statement}
          onClick={() => onChange({ fingerprint: undefined })}
        >
          <span>{statement ?? fingerprint}</span>
          <X size={14} aria-hidden="true" />
        </Button>
      )}
      {filter.person === undefined ? null : (
        <Button aria-label="One person: show all again" onClick={() => onChange({ person: undefined })}>
          One person <X size={14} aria-hidden="true" />
        </Button>
      )}
      <Button kind="quiet" isIcon aria-label="Read anew" title="Read anew" onClick={onReload}>
        <RefreshCw size={14} aria-hidden="true" />
      </Button>
      {isLoading ? <Spinner label="Reading figures" /> : null}
    </>
  );
}
