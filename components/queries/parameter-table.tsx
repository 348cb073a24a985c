import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { parameterTypeWords } from '../../lib/format/parameter-words.ts';
import styles from './queries.module.css';

/** Placeholders of a query with the values they were saved with. */
export function ParameterTable({ parameters }: { readonly parameters: readonly StatementParameter[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Type</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map(({ name, type, value }) => (
          <tr key={name}>
            <th scope="row" className="mono">
              {name}
            </th>
            <td>{parameterTypeWords[type]}</td>
            <td className="mono">
              {value === null ? <span className="faint">NULL</span> : Array.isArray(value) ? value.join(', ') : value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
