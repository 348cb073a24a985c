import styles from './compare.module.css';
import type { CompareLine } from './compare-runs.ts';

interface CompareTableProps {
  readonly title: string;
  readonly lines: readonly CompareLine[];
  readonly hasChange?: boolean;
}

export function CompareTable({ title, lines, hasChange = true }: CompareTableProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      <table className={styles.table} data-words={hasChange ? undefined : ''}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">What</span>
            </th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            {hasChange ? <th scope="col">Change</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, before, after, change, tone }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{before}</td>
              <td>{after}</td>
              {hasChange ? <td data-tone={tone}>{change}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
