import type { ConnectionDetail, DriverDescription } from '../../lib/contract/connection.ts';
import styles from './connections.module.css';

interface WrittenOptionsProps {
  readonly detail: ConnectionDetail;
  readonly driver: DriverDescription | undefined;
  readonly configPath: string;
}

/** Options of a connection of config.yaml, as they stand there. */
export function WrittenOptions({ detail, driver, configPath }: WrittenOptionsProps) {
  const entries = Object.entries(detail.options);
  const labelOf = (name: string): string => driver?.fields.find((field) => field.name === name)?.label ?? name;
  return (
    <section className={styles.group} aria-label="Source">
      <h3 className={styles.legend}>Source</h3>
      <p className={styles.about}>
        Stands in <code className={styles.code}>{configPath}</code>: change it there and start Joinery again.
      </p>
      <dl className={styles.written}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{labelOf(name)}</dt>
            <dd>{shown(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'isKept' in value) return 'in the file, not shown';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
