'use client';

import type { NewLink } from '../../lib/contract/person.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { OneTimeValue } from './one-time-value.tsx';

/** The link as it is sent to somebody: under the address by which this browser reaches Joinery. */
export const absoluteLink = ({ path }: NewLink): string => new URL(path, window.location.origin).href;

interface LinkDialogProps {
  readonly title: string;
  readonly label: string;
  readonly text: string;
  readonly link: string;
  readonly expiresAt: string;
  onClose(): void;
}

/** A link that works once, to be handed over by the admin: Joinery sends no mail. */
export function LinkDialog({ title, label, text, link, expiresAt, onClose }: LinkDialogProps) {
  return (
    <Dialog
      isOpen
      title={title}
      description={`${text} It ends on ${formatMoment(expiresAt)}.`}
      onClose={onClose}
      actions={<Button onClick={onClose}>Done</Button>}
    >
      <OneTimeValue label={label} value={link} />
    </Dialog>
  );
}
