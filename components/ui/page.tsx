import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Fields and buttons beside the title. */
  readonly toolbar?: ReactNode;
  /** Between toolbar and content, such as an error of an action. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a screen that is not the workbench: a line with its title and filters, and below it what fills the rest. */
export function Page({ title, toolbar, notice, children }: PageProps) {
  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <h1 className={styles.title}>{title}</h1>
        {toolbar}
      </div>
      {notice}
      {children}
    </div>
  );
}

/** Content that scrolls by itself. */
export function PageScroll({ children }: { readonly children: ReactNode }) {
  return <div className={styles.scroll}>{children}</div>;
}
