package io.topicwire.mqtt.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of SCRAM-SHA-256 (RFC 5802, section 3).
 */
final class ScramExchange implements AuthenticationExchange {

	// No channel binding, no other identity to act for
	private static final String HEADER = "n,,";

	private static final int KEY_BITS = 256;

	private final String password;

	private final String nonce;

	private final String clientFirst;

	private byte @Nullable [] serverSignature;

	/**
	 * Create an exchange.
	 * @param username the user name, prepared
	 * @param password the password, prepared
	 * @param nonce what makes this exchange unlike all others, without commas
	 */
	ScramExchange(String username, String password, String nonce) {
		this.password = password;
		this.nonce = nonce;
		this.clientFirst = "n=" + username.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
	}

	@Override
	public CompletionStage<byte @Nullable []> initialData() {
		return CompletableFuture.completedFuture(bytes(HEADER + this.clientFirst));
	}

	@Override
	public CompletionStage<byte @Nullable []> respond(byte @Nullable [] challenge) {
		if (this.serverSignature != null) {
			throw new MqttAuthenticationException("The broker sent a second challenge of SCRAM-SHA-256");
		}
		ScramMessage serverFirst = ScramMessage.parse(challenge);
		String nonce = serverFirst.take('r');
		byte[] salt = serverFirst.takeBytes('s');
		int iterations = serverFirst.takeNumber('i');
		if (!nonce.startsWith(this.nonce) || nonce.length() == this.nonce.length()) {
			throw new MqttAuthenticationException("The broker did not add to the nonce of SCRAM-SHA-256");
		}
		if (salt.length == 0) {
			throw new MqttAuthenticationException("The broker sent an empty salt for SCRAM-SHA-256");
		}
		if (iterations < ScramSha256.MINIMUM_ITERATIONS || iterations > ScramSha256.MAXIMUM_ITERATIONS) {
			throw new MqttAuthenticationException(
					"The broker asked for " + iterations + " iterations of SCRAM-SHA-256, accepted are "
							+ ScramSha256.MINIMUM_ITERATIONS + " to " + ScramSha256.MAXIMUM_ITERATIONS);
		}
		String clientFinal = "c=" + base64(bytes(HEADER)) + ",r=" + nonce;
		byte[] proof = prove(salt, iterations, this.clientFirst + "," + serverFirst.text() + "," + clientFinal);
		return CompletableFuture.completedFuture(bytes(clientFinal + ",p=" + base64(proof)));
	}

	private byte[] prove(byte[] salt, int iterations, String authMessage) {
		try {
			byte[] saltedPassword = derive(salt, iterations);
			byte[] clientKey = hmac(saltedPassword, "Client Key");
			byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
			byte[] proof = hmac(storedKey, authMessage);
			for (int i = 0; i < proof.length; i++) {
				proof[i] ^= clientKey[i];
			}
			this.serverSignature = hmac(hmac(saltedPassword, "Server Key"), authMessage);
			return proof;
		}
		catch (GeneralSecurityException ex) {
			throw new MqttAuthenticationException("This Java runtime cannot compute SCRAM-SHA-256", ex);
		}
	}

	private byte[] derive(byte[] salt, int iterations) throws GeneralSecurityException {
		PBEKeySpec spec = new PBEKeySpec(this.password.toCharArray(), salt, iterations, KEY_BITS);
		try {
			return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
		}
		finally {
			spec.clearPassword();
		}
	}

	private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		return mac.doFinal(bytes(text));
	}

	@Override
	public CompletionStage<@Nullable Void> complete(byte @Nullable [] data) {
		ScramMessage serverFinal = ScramMessage.parse(data);
		if (serverFinal.begins('e')) {
			throw new MqttAuthenticationException(
					"The broker failed SCRAM-SHA-256: " + SafeText.remark(serverFinal.take('e')));
		}
		byte[] signature = serverFinal.takeBytes('v');
		// In constant time, so that nobody can approach the right one
		if (this.serverSignature == null || !MessageDigest.isEqual(signature, this.serverSignature)) {
			throw new MqttAuthenticationException("The broker did not prove that it knows the password; "
					+ "it may be another one that pretends to be yours");
		}
		return CompletableFuture.completedFuture(null);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
