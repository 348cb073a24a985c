import styles from './describe.module.css';

interface EditableTextProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly className?: string | undefined;
  readonly placeholder?: string;
  onChange(value: string): void;
}

/** Text that reads as text and is typed into where it stands; it grows with its lines. */
export function EditableText({ label, value, maxLength, className, placeholder, onChange }: EditableTextProps) {
  return (
    <textarea
      className={className === undefined ? styles.text : `${styles.text} ${className}`}
      aria-label={label}
      value={value}
      rows={1}
      maxLength={maxLength}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
