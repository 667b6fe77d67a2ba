package io.dbvitals.migration.state;

/** The tools of migration whose tables are known. */
public enum Tool {
    FLYWAY("Flyway"),
    LIQUIBASE("Liquibase"),
    ALEMBIC("Alembic"),
    DJANGO("Django"),
    /** Also dbmate, whose table is the same. */
    RAILS("Rails"),
    GOLANG_MIGRATE("golang-migrate");

    private final String label;

    Tool(String label) {
        this.label = label;
    }

    /** As its makers write it. */
    public String label() {
        return label;
    }
}
