package io.dbvitals.pgbouncer;

import io.dbvitals.testing.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that is its own authority, for {@code CN=stats} and the host {@code bouncer.test}, and its key. */
record TestCertificate(Path file, Path key) {
    private static final char[] PASSWORD = "test-only".toCharArray();

    /** Readable for the user that PgBouncer takes when it is started as root. */
    static TestCertificate make() throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = TestFolder.create("dbvitals-tls-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path store = folder.resolve("store.p12");
        String command = Path.of(System.getProperty("java.home"), "bin", "keytool")
                + " -genkeypair -keystore " + store + " -storepass " + new String(PASSWORD)
                + " -alias own -keyalg EC -dname CN=stats -validity 30 -ext bc:c -ext san=dns:bouncer.test";
        Process keytool = new ProcessBuilder(command.split(" ", -1)).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        KeyStore all = KeyStore.getInstance(store.toFile(), PASSWORD);
        return new TestCertificate(
                pem(
                        folder.resolve("own.pem"),
                        "CERTIFICATE",
                        all.getCertificate("own").getEncoded()),
                pem(
                        folder.resolve("own.key"),
                        "PRIVATE KEY",
                        all.getKey("own", PASSWORD).getEncoded()));
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
