package io.topicwire.mqtt.interoperability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 and localhost that nobody but the tests trusts.
 *
 * @param keyStore PKCS #12 file with certificate and private key
 * @param certificate PEM file with the certificate
 * @param privateKey PEM file with the private key
 */
record TestCertificate(Path keyStore, Path certificate, Path privateKey) {

	static final String PASSWORD = "interoperability";

	private static final String ALIAS = "broker";

	/**
	 * Create a certificate.
	 * @param folder where the files are written
	 */
	static TestCertificate create(Path folder) {
		TestCertificate files = new TestCertificate(folder.resolve("broker.p12"), folder.resolve("certificate.pem"),
				folder.resolve("private-key.pem"));
		try {
			files.generate();
			files.export();
			return files;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void generate() throws IOException, InterruptedException {
		// RSA, because ejabberd does not find the private key of a certificate with EC
		Process keytool = new ProcessBuilder(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						ALIAS, "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost", "-ext",
						"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
						this.keyStore.toString(), "-storepass", PASSWORD))
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool failed: " + output);
		}
	}

	private KeyStore load() throws IOException, GeneralSecurityException {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(this.keyStore)) {
			keyStore.load(input, PASSWORD.toCharArray());
		}
		return keyStore;
	}

	/**
	 * Return a context that trusts this certificate only.
	 */
	SSLContext trustingContext() {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry(ALIAS, load().getCertificate(ALIAS));
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void export() throws IOException, GeneralSecurityException {
		KeyStore keyStore = load();
		Files.writeString(this.certificate, pem("CERTIFICATE", keyStore.getCertificate(ALIAS).getEncoded()));
		Files.writeString(this.privateKey,
				pem("PRIVATE KEY", keyStore.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)
				+ "\n-----END " + type + "-----\n";
	}

}
