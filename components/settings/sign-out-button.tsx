'use client';

import { LogOut } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { signOut } from './sign-out.ts';
import { useTask } from './use-task.ts';

/** Ends this browser's session and leaves for the sign-in page. */
export function SignOutButton() {
  const { isBusy, error, run } = useTask();
  return (
    <>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <Button disabled={isBusy} onClick={() => void run(signOut)}>
        <LogOut size={14} aria-hidden="true" />
        Sign out
      </Button>
    </>
  );
}
