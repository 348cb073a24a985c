import styles from './builder.module.css';

export type BuilderSide = 'inputs' | 'output';

const sides: readonly { readonly side: BuilderSide; readonly words: string }[] = [
  { side: 'inputs', words: 'Inputs and keys' },
  { side: 'output', words: 'Output columns and SQL' },
];

interface SideSwitchProps {
  readonly shown: BuilderSide;
  onShow(side: BuilderSide): void;
}

/** Where there is no room for both sides beside each other: which one is shown. */
export function SideSwitch({ shown, onShow }: SideSwitchProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons of one choice, no form
    <div className={styles.sideSwitch} role="group" aria-label="Side shown">
      {sides.map(({ side, words }) => (
        <button
          key={side}
          type="button"
          className={styles.link}
          aria-pressed={shown === side}
          onClick={() => onShow(side)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
