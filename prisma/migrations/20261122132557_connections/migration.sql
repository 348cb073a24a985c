-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "foldedId" TEXT NOT NULL,
    "driver" TEXT NOT NULL,
    "color" INTEGER,
    "mark" TEXT,
    "options" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ConfigConnectionPolicy" (
    "connection" TEXT NOT NULL PRIMARY KEY,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Connection_foldedId_key" ON "Connection"("foldedId");
