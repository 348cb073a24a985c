import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { type Command, keysText } from './commands.ts';
import styles from './sheets.module.css';

interface ShortcutsSheetProps {
  readonly isOpen: boolean;
  readonly commands: readonly Command[];
  readonly description: string;
  onClose(): void;
}

const groups = ['Run', 'Editor', 'Join', 'Tabs', 'Go to', 'Lists'] as const;

/** Every key, on one sheet. */
export function ShortcutsSheet({ isOpen, commands, description, onClose }: ShortcutsSheetProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} width={640} title="Keyboard" description={description}>
      <div className={styles.groups}>
        {groups.map((group) => {
          const listed = commands.filter((command) => command.group === group && command.keys !== undefined);
          return listed.length === 0 ? null : (
            <section key={group}>
              <h3 className="label">{group}</h3>
              <dl className={styles.keys}>
                {listed.map(({ id, title, keys = '' }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      <Kbd>{keysText(keys)}</Kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
