-- CreateIndex
CREATE INDEX "Document_queryId_updatedAt_idx" ON "Document"("queryId", "updatedAt" DESC);
