import type { XrayFrame } from '../../lib/contract/join-xray.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Dialog } from '../ui/dialog.tsx';
import styles from './xray.module.css';

interface WorstKeysDialogProps {
  readonly isOpen: boolean;
  readonly keys: XrayFrame['worstKeys'];
  readonly left: string;
  readonly right: string;
  onClose(): void;
}

/** Which keys multiply rows, and into how many. */
export function WorstKeysDialog({ isOpen, keys, left, right, onClose }: WorstKeysDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Keys that multiply rows most"
      description="Each such key gives its rows of one side times its rows of the other."
    >
      <table className={styles.worst}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">{left}</th>
            <th scope="col">{right}</th>
            <th scope="col">Rows of the join</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(({ key, leftRows, rightRows }) => (
            <tr key={key.join('\0')}>
              <td>{key.join(' · ')}</td>
              <td>{formatCount(leftRows)}</td>
              <td>{formatCount(rightRows)}</td>
              <td>{formatCount(leftRows * rightRows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
