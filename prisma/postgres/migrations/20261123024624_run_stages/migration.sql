-- AlterTable
ALTER TABLE "Run" DROP COLUMN "firstRowMs";

-- AlterTable
ALTER TABLE "RunFigure" ADD COLUMN     "transferMs" DOUBLE PRECISION,
ADD COLUMN     "waitMs" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "RunSourceFigure" ADD COLUMN     "transferMs" DOUBLE PRECISION,
ADD COLUMN     "waitMs" DOUBLE PRECISION;
