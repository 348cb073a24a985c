-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Document" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL DEFAULT 'statement',
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "position" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL,
    "lastRunId" TEXT,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "closedAt" DATETIME
);
INSERT INTO "new_Document" ("closedAt", "createdAt", "id", "isOpen", "lastRunId", "position", "rowLimit", "target", "text", "title", "updatedAt", "version") SELECT "closedAt", "createdAt", "id", "isOpen", "lastRunId", "position", "rowLimit", "target", "text", "title", "updatedAt", "version" FROM "Document";
DROP TABLE "Document";
ALTER TABLE "new_Document" RENAME TO "Document";
CREATE INDEX "Document_isOpen_position_idx" ON "Document"("isOpen", "position");
CREATE INDEX "Document_isOpen_closedAt_idx" ON "Document"("isOpen", "closedAt" DESC);
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
