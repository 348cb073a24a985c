import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { BeyondBuilder } from './open-in-builder.ts';

interface BeyondDialogProps {
  readonly beyond: BeyondBuilder | undefined;
  onClose(): void;
}

/** SQL that says more than the builder can show stays SQL; this says what it is that goes beyond. */
export function BeyondDialog({ beyond, onClose }: BeyondDialogProps) {
  return (
    <Dialog
      isOpen={beyond !== undefined}
      onClose={onClose}
      title="This SQL has gone beyond the builder"
      description={beyond === undefined ? '' : `${beyond.reason} It stays SQL, and runs as it is.`}
      actions={
        <>
          {beyond?.line === undefined ? null : (
            <Button
              onClick={() => {
                onClose();
                // After the dialog has given the focus back, so that the editor keeps it.
                setTimeout(beyond.goTo, 50);
              }}
            >
              Go to line {beyond.line}
            </Button>
          )}
          <Button kind="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    />
  );
}
