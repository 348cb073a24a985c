CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL DEFAULT 'local',
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "pushdown" TEXT NOT NULL,
    "documentId" TEXT,
    "status" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "queueMs" DOUBLE PRECISION NOT NULL,
    "planMs" DOUBLE PRECISION NOT NULL,
    "executeMs" DOUBLE PRECISION NOT NULL,
    "totalMs" DOUBLE PRECISION NOT NULL,
    "firstRowMs" DOUBLE PRECISION,
    "rows" BIGINT NOT NULL,
    "truncated" BOOLEAN NOT NULL,
    "resultBytes" BIGINT NOT NULL,
    "peakMemoryBytes" BIGINT NOT NULL,
    "hasResult" BOOLEAN NOT NULL,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "fetchedRows" BIGINT NOT NULL,
    "fetchedBytes" BIGINT NOT NULL,
    "searchText" TEXT NOT NULL,
    "error" TEXT,
    "fetches" TEXT NOT NULL,
    "columns" TEXT NOT NULL,
    "parameters" TEXT,
    "fingerprint" TEXT,
    "isPinned" BOOLEAN NOT NULL DEFAULT false,
    "resultExpiredAt" TIMESTAMP(3),
    "searchRow" BIGINT,
    "serverId" TEXT,
    "stopAskedAt" TIMESTAMP(3),

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunConnection" (
    "runId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RunConnection_pkey" PRIMARY KEY ("runId","connection")
);

-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL DEFAULT 'local',
    "kind" TEXT NOT NULL DEFAULT 'statement',
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "position" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL,
    "lastRunId" TEXT,
    "queryId" TEXT,
    "queryVersion" INTEGER,
    "version" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "Document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL,
    "foldedId" TEXT NOT NULL,
    "driver" TEXT NOT NULL,
    "color" INTEGER,
    "mark" TEXT,
    "options" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConfigConnectionPolicy" (
    "connection" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ConfigConnectionPolicy_pkey" PRIMARY KEY ("connection")
);

-- CreateTable
CREATE TABLE "RunFigure" (
    "runId" TEXT NOT NULL,
    "row" BIGSERIAL NOT NULL,
    "ownerId" TEXT NOT NULL DEFAULT 'local',
    "startedMs" BIGINT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "totalMs" DOUBLE PRECISION NOT NULL,
    "queueMs" DOUBLE PRECISION NOT NULL,
    "planMs" DOUBLE PRECISION NOT NULL,
    "sourceMs" DOUBLE PRECISION NOT NULL,
    "fetchedRows" BIGINT NOT NULL,
    "fetchedBytes" BIGINT NOT NULL,

    CONSTRAINT "RunFigure_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "RunSourceFigure" (
    "runId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "startedMs" BIGINT NOT NULL,
    "ms" DOUBLE PRECISION NOT NULL,
    "rows" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "serverMs" DOUBLE PRECISION,
    "sourceQueueMs" DOUBLE PRECISION,
    "bytesBilled" BIGINT,

    CONSTRAINT "RunSourceFigure_pkey" PRIMARY KEY ("runId","connection")
);

-- CreateTable
CREATE TABLE "Fingerprint" (
    "id" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Fingerprint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Query" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL DEFAULT 'local',
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "parameters" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "collection" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,
    "searchRow" BIGINT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Query_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueryTag" (
    "tag" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,

    CONSTRAINT "QueryTag_pkey" PRIMARY KEY ("tag","queryId")
);

-- CreateTable
CREATE TABLE "QueryFavourite" (
    "personId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,

    CONSTRAINT "QueryFavourite_pkey" PRIMARY KEY ("personId","queryId")
);

-- CreateTable
CREATE TABLE "QueryComment" (
    "id" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "authorId" TEXT NOT NULL DEFAULT 'local',
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "editedAt" TIMESTAMP(3),
    "resolvedAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "QueryComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueryVersion" (
    "queryId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowLimit" INTEGER,
    "parameters" TEXT NOT NULL,
    "savedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "QueryVersion_pkey" PRIMARY KEY ("queryId","version")
);

-- CreateTable
CREATE TABLE "QueryShare" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "runId" TEXT,
    "ownerId" TEXT NOT NULL DEFAULT 'local',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),
    "views" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "QueryShare_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ResultDescription" (
    "runId" TEXT NOT NULL,
    "documentId" TEXT,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ResultDescription_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "AssistantCall" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "who" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "connections" TEXT NOT NULL,
    "payloadChars" INTEGER NOT NULL,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "ms" DOUBLE PRECISION NOT NULL,
    "outcome" TEXT NOT NULL,
    "error" TEXT,

    CONSTRAINT "AssistantCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShareOpening" (
    "shareId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ShareOpening_pkey" PRIMARY KEY ("shareId","personId")
);

-- CreateTable
CREATE TABLE "QueryGrant" (
    "queryId" TEXT NOT NULL,
    "grantee" TEXT NOT NULL,
    "access" TEXT NOT NULL,

    CONSTRAINT "QueryGrant_pkey" PRIMARY KEY ("queryId","grantee")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "lastSeenAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "password" TEXT,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMP(3),
    "refreshTokenExpiresAt" TIMESTAMP(3),
    "scope" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT,
    "personId" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),
    "withdrawnAt" TIMESTAMP(3),

    CONSTRAINT "OneTimeLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionGrant" (
    "connection" TEXT NOT NULL,
    "grantee" TEXT NOT NULL,

    CONSTRAINT "ConnectionGrant_pkey" PRIMARY KEY ("connection","grantee")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "personId" TEXT,
    "personName" TEXT,
    "action" TEXT NOT NULL,
    "objectKind" TEXT,
    "objectId" TEXT,
    "outcome" TEXT NOT NULL,
    "address" TEXT,
    "detail" TEXT,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Server" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "folderId" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Run_searchRow_key" ON "Run"("searchRow");

-- CreateIndex
CREATE INDEX "Run_startedAt_id_idx" ON "Run"("startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_status_startedAt_id_idx" ON "Run"("status", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_fingerprint_startedAt_id_idx" ON "Run"("fingerprint", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_isPinned_startedAt_id_idx" ON "Run"("isPinned", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_documentId_startedAt_idx" ON "Run"("documentId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "Run_ownerId_startedAt_id_idx" ON "Run"("ownerId", "startedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Run_searchText_idx" ON "Run" USING GIN ("searchText" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "RunConnection_connection_startedAt_runId_idx" ON "RunConnection"("connection", "startedAt" DESC, "runId" DESC);

-- CreateIndex
CREATE INDEX "Document_ownerId_isOpen_position_idx" ON "Document"("ownerId", "isOpen", "position");

-- CreateIndex
CREATE INDEX "Document_ownerId_isOpen_closedAt_idx" ON "Document"("ownerId", "isOpen", "closedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Connection_foldedId_key" ON "Connection"("foldedId");

-- CreateIndex
CREATE UNIQUE INDEX "RunFigure_row_key" ON "RunFigure"("row");

-- CreateIndex
CREATE INDEX "RunFigure_startedMs_idx" ON "RunFigure"("startedMs");

-- CreateIndex
CREATE INDEX "RunFigure_fingerprint_startedMs_idx" ON "RunFigure"("fingerprint", "startedMs");

-- CreateIndex
CREATE INDEX "RunSourceFigure_connection_startedMs_idx" ON "RunSourceFigure"("connection", "startedMs");

-- CreateIndex
CREATE INDEX "RunSourceFigure_startedMs_idx" ON "RunSourceFigure"("startedMs");

-- CreateIndex
CREATE UNIQUE INDEX "Query_searchRow_key" ON "Query"("searchRow");

-- CreateIndex
CREATE INDEX "Query_updatedAt_id_idx" ON "Query"("updatedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Query_collection_updatedAt_id_idx" ON "Query"("collection", "updatedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "QueryTag_queryId_idx" ON "QueryTag"("queryId");

-- CreateIndex
CREATE INDEX "QueryFavourite_queryId_idx" ON "QueryFavourite"("queryId");

-- CreateIndex
CREATE INDEX "QueryComment_queryId_createdAt_idx" ON "QueryComment"("queryId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "QueryShare_tokenHash_key" ON "QueryShare"("tokenHash");

-- CreateIndex
CREATE INDEX "QueryShare_queryId_createdAt_idx" ON "QueryShare"("queryId", "createdAt");

-- CreateIndex
CREATE INDEX "ResultDescription_documentId_updatedAt_idx" ON "ResultDescription"("documentId", "updatedAt" DESC);

-- CreateIndex
CREATE INDEX "AssistantCall_at_idx" ON "AssistantCall"("at" DESC);

-- CreateIndex
CREATE INDEX "ShareOpening_personId_idx" ON "ShareOpening"("personId");

-- CreateIndex
CREATE INDEX "QueryGrant_grantee_idx" ON "QueryGrant"("grantee");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_providerId_accountId_key" ON "Account"("providerId", "accountId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "OneTimeLink_tokenHash_key" ON "OneTimeLink"("tokenHash");

-- CreateIndex
CREATE INDEX "OneTimeLink_kind_expiresAt_idx" ON "OneTimeLink"("kind", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_hash_key" ON "ApiToken"("hash");

-- CreateIndex
CREATE INDEX "ApiToken_personId_createdAt_idx" ON "ApiToken"("personId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_at_id_idx" ON "AuditEntry"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_personId_at_id_idx" ON "AuditEntry"("personId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_action_at_id_idx" ON "AuditEntry"("action", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "SignInAttempt_key_at_idx" ON "SignInAttempt"("key", "at");

-- CreateIndex
CREATE INDEX "SignInAttempt_at_idx" ON "SignInAttempt"("at");

-- AddForeignKey
ALTER TABLE "RunConnection" ADD CONSTRAINT "RunConnection_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryTag" ADD CONSTRAINT "QueryTag_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryFavourite" ADD CONSTRAINT "QueryFavourite_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryComment" ADD CONSTRAINT "QueryComment_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryVersion" ADD CONSTRAINT "QueryVersion_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryShare" ADD CONSTRAINT "QueryShare_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareOpening" ADD CONSTRAINT "ShareOpening_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "QueryShare"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryGrant" ADD CONSTRAINT "QueryGrant_queryId_fkey" FOREIGN KEY ("queryId") REFERENCES "Query"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
