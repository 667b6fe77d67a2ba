package io.dbvitals.grafana.model;

/** Words for 0 and 1. */
public enum Mapping {
    NONE("", "", "", ""),
    UP("Down", "red", "Up", "green"),
    YES_IS_BAD("No", "green", "Yes", "red"),
    YES_IS_GOOD("No", "red", "Yes", "green"),
    YES_IS_NEUTRAL("No", "text", "Yes", "blue"),
    REPLICA("Primary", "blue", "Replica", "purple");

    private final String zero;
    private final String zeroColor;
    private final String one;
    private final String oneColor;

    Mapping(String zero, String zeroColor, String one, String oneColor) {
        this.zero = zero;
        this.zeroColor = zeroColor;
        this.one = one;
        this.oneColor = oneColor;
    }

    public String word(int value) {
        return value == 0 ? zero : one;
    }

    public String color(int value) {
        return value == 0 ? zeroColor : oneColor;
    }
}
