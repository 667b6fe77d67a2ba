package io.dbvitals.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Certificates and keys made by the JDK's own keytool: an authority, and those whom it signed. */
public final class Pki {
    private static final String PASSWORD = "test-only";

    private final Path folder;
    private final Path store;

    public Pki(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.store = folder.resolve("all.p12");
        keytool("ca", "EC", "-ext", "bc:c");
    }

    /** Makes a key pair that the authority signs. */
    public void sign(String alias, String algorithm, String san) throws IOException, InterruptedException {
        keytool(alias, algorithm, "-signer", "ca", "-ext", "san=" + san);
    }

    /** Makes a key pair that nobody else signs. */
    void selfSign(String alias, String san) throws IOException, InterruptedException {
        keytool(alias, "EC", "-ext", "san=" + san);
    }

    private void keytool(String alias, String algorithm, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + alias,
                "-validity",
                "30"));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private KeyStore load() throws Exception {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    public Path certificate(String alias, String file) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (Certificate certificate : load().getCertificateChain(alias)) {
            pem.append(block("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(folder.resolve(file), pem);
    }

    public Path key(String alias, String file) throws Exception {
        return Files.writeString(folder.resolve(file), block("PRIVATE KEY", pkcs8(alias)));
    }

    /** In the older form: PKCS#1 for {@code RSA}, SEC 1 for {@code EC}. */
    Path olderKey(String alias, String algorithm, String file) throws Exception {
        byte[] pkcs8 = pkcs8(alias);
        int version = headLength(pkcs8, 0);
        int identifier = version + 3;
        int key = identifier + headLength(pkcs8, identifier) + (pkcs8[identifier + 1] & 0xff);
        byte[] inside = Arrays.copyOfRange(pkcs8, key + headLength(pkcs8, key), pkcs8.length);
        String parameters = algorithm.equals("EC") ? block("EC PARAMETERS", new byte[] {6, 1, 1}) : "";
        return Files.writeString(folder.resolve(file), parameters + block(algorithm + " PRIVATE KEY", inside));
    }

    private static int headLength(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private byte[] pkcs8(String alias) throws Exception {
        return load().getKey(alias, PASSWORD.toCharArray()).getEncoded();
    }

    private static String block(String name, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
    }

    /** Trusts the authority, and shows the certificate of {@code alias}; none when it is empty. */
    SSLContext client(String alias) throws Exception {
        KeyStore all = load();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = {};
        if (!alias.isEmpty()) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    alias, all.getKey(alias, PASSWORD.toCharArray()), new char[0], all.getCertificateChain(alias));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(own, new char[0]);
            keys = new KeyManager[] {new AlwaysShown(alias, (X509ExtendedKeyManager) factory.getKeyManagers()[0])};
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    /** Java's own client shows no certificate that the server's authorities did not sign; other clients do. */
    private static final class AlwaysShown extends X509ExtendedKeyManager {
        private final String alias;
        private final X509ExtendedKeyManager keys;

        AlwaysShown(String alias, X509ExtendedKeyManager keys) {
            this.alias = alias;
            this.keys = keys;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return alias;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return alias;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            throw new IllegalStateException("this side is the client");
        }

        @Override
        public X509Certificate[] getCertificateChain(String name) {
            return keys.getCertificateChain(name);
        }

        @Override
        public PrivateKey getPrivateKey(String name) {
            return keys.getPrivateKey(name);
        }
    }
}
