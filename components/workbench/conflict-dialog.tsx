import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface ConflictDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  onResolve(keep: 'mine' | 'theirs' | 'both'): void;
  onLater(): void;
}

/** The document was changed in another window; nothing has been overwritten yet. */
export function ConflictDialog({ title, isOpen, onResolve, onLater }: ConflictDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onLater}
      width={520}
      title="Changed in another window"
      description={`“${title}” was saved from another window after you opened it here. Which text is to stay? Nothing has been overwritten.`}
      actions={
        <>
          <Button kind="quiet" onClick={() => onResolve('theirs')}>
            Take the other
          </Button>
          <Button onClick={() => onResolve('mine')}>Overwrite with mine</Button>
          <Button kind="primary" onClick={() => onResolve('both')}>
            Keep both, mine as a copy
          </Button>
        </>
      }
    />
  );
}
