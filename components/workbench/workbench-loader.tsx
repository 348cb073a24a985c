'use client';

import dynamic from 'next/dynamic';
import { Spinner } from '../ui/spinner.tsx';
import styles from './workbench.module.css';

/** The workbench lives in the browser: drafts, pane sizes and the editor are there. The server sends the frame and this line. */
export const WorkbenchLoader = dynamic(() => import('./workbench.tsx').then(({ Workbench }) => Workbench), {
  ssr: false,
  loading: () => (
    <div className={styles.loading}>
      <p>
        <Spinner /> Opening the workbench…
      </p>
    </div>
  ),
});
