import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '../../components/sign-in/sign-in-form.tsx';
import { serverHost } from '../../server/index.ts';

export const metadata: Metadata = { title: 'Sign in' };
export const dynamic = 'force-dynamic';

interface PageProps {
  readonly searchParams: Promise<{ readonly next?: string; readonly error?: string }>;
}

/** Open to anybody: tells only how people sign in here. */
export default async function SignInPage({ searchParams }: PageProps) {
  const options = await serverHost().access.options();
  if (options.mode === 'local') redirect('/');
  const { next, error } = await searchParams;
  return <SignInForm options={options} next={next} error={error} />;
}
