package io.dbvitals.http.tls;

import io.dbvitals.config.yaml.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as OpenSSL writes them: PKCS#8, and PKCS#1 or SEC 1 that are brought into that form. */
final class PemFiles {
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_ZERO = {0x02, 0x01, 0x00};

    private PemFiles() {}

    /** All certificates of the file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws ConfigException {
        byte[] content = read(file, "certificate");
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new ConfigException("the certificate file " + file + " holds no certificate in PEM");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new ConfigException("the certificate file " + file + " holds no certificate in PEM", e);
        }
    }

    /** The file's private key, which must be that of the certificate. */
    static PrivateKey key(Path file, X509Certificate certificate) throws ConfigException {
        Matcher block = KEY_BLOCK.matcher(new String(read(file, "key"), StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new ConfigException("the key file " + file + " holds no private key in PEM");
        }
        String kind = block.group(1).strip();
        if (kind.equals("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
            throw new ConfigException(
                    "the key file " + file
                            + " is encrypted; decrypt it with 'openssl pkey -in FILE -out NEW' and protect it by its file mode");
        }
        PublicKey publicKey = certificate.getPublicKey();
        PrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            byte[] pkcs8 = kind.isEmpty() ? der : wrap(der, publicKey);
            key = KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException(
                    "the key file " + file + " holds no " + publicKey.getAlgorithm()
                            + " key, as its certificate needs one",
                    e);
        }
        if (!belongTogether(key, publicKey)) {
            throw new ConfigException("the key in " + file + " is not the key of the certificate");
        }
        return key;
    }

    /** Both older forms lack the name of the algorithm and the curve; the certificate has them. */
    private static byte[] wrap(byte[] key, PublicKey publicKey) {
        byte[] algorithm = firstInside(publicKey.getEncoded());
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        inside.writeBytes(VERSION_ZERO);
        inside.writeBytes(algorithm);
        inside.writeBytes(der(OCTET_STRING, key));
        return der(SEQUENCE, inside.toByteArray());
    }

    /** The first element, with its head, of the sequence that {@code sequence} is. */
    private static byte[] firstInside(byte[] sequence) {
        int start = contentStart(sequence, 0);
        int end = contentStart(sequence, start) + contentLength(sequence, start);
        return Arrays.copyOfRange(sequence, start, end);
    }

    private static int contentStart(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws ConfigException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(VERSION_ZERO);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(VERSION_ZERO);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new ConfigException("a key of the kind " + publicKey.getAlgorithm() + " cannot be used for TLS", e);
        }
    }

    private static byte[] read(Path file, String what) throws ConfigException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(
                    "the " + what + " file " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }
}
