import {
  Binary,
  Braces,
  Calendar,
  CalendarClock,
  CircleHelp,
  Clock,
  Fingerprint,
  Hash,
  type LucideIcon,
  Timer,
  ToggleLeft,
  Type,
} from 'lucide-react';
import { type ColumnKind, columnKind } from '../../lib/format/column-kind.ts';

const icons: Readonly<Record<ColumnKind, LucideIcon>> = {
  integer: Hash,
  decimal: Hash,
  float: Hash,
  boolean: ToggleLeft,
  text: Type,
  date: Calendar,
  time: Clock,
  timestamp: CalendarClock,
  interval: Timer,
  uuid: Fingerprint,
  blob: Binary,
  json: Braces,
  nested: Braces,
  other: CircleHelp,
};

/** What sort of values a column holds, at a glance; the type itself stands at the end of the row. */
export function TypeIcon({ type }: { readonly type: string }) {
  const Icon = icons[columnKind(type)];
  return <Icon size={13} aria-hidden="true" />;
}
