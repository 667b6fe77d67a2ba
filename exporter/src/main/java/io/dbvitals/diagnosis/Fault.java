package io.dbvitals.diagnosis;

/** Something does not work; which step it belongs to need not be the one that was tried. */
public final class Fault extends Exception {
    private final Step step;
    private final transient Finding finding;

    public Fault(Step step, Finding finding) {
        super(finding.text());
        this.step = step;
        this.finding = finding;
    }

    public Step step() {
        return step;
    }

    public Finding finding() {
        return finding;
    }
}
