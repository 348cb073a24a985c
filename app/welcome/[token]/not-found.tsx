import { DeadLink } from '../../../components/sign-in/dead-link.tsx';

/** A link that was used, withdrawn or has ended answers like one that never was. */
export default function NoSuchLinkPage() {
  return <DeadLink />;
}
