-- AlterTable
ALTER TABLE "RunFigure" ADD COLUMN "transferMs" REAL;
ALTER TABLE "RunFigure" ADD COLUMN "waitMs" REAL;

-- AlterTable
ALTER TABLE "RunSourceFigure" ADD COLUMN "transferMs" REAL;
ALTER TABLE "RunSourceFigure" ADD COLUMN "waitMs" REAL;

-- It was never set. Dropped in place: the table is not written anew under other tables that point to it.
ALTER TABLE "Run" DROP COLUMN "firstRowMs";
