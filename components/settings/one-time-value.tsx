import { CopyButton } from '../results/copy-button.tsx';
import styles from './settings.module.css';

interface OneTimeValueProps {
  /** What it is: "API token", "Invitation link". */
  readonly label: string;
  readonly value: string;
}

/** A secret that is told only now, with a button that copies it. */
export function OneTimeValue({ label, value }: OneTimeValueProps) {
  return (
    <div className={styles.oneTime}>
      <input
        className={styles.oneTimeText}
        aria-label={label}
        readOnly
        value={value}
        ref={(field) => field?.select()}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={value} label="Copy" />
      <p className={styles.hint}>It is shown only now: Joinery keeps nothing from which it could be read again.</p>
    </div>
  );
}
