package io.topicwire.mqtt.interoperability.hivemq;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of one exchange of SCRAM-SHA-256 (RFC 5802 and 7677), written without
 * a look at the client's so that they prove each other.
 */
class ScramServer {

	private static final int ITERATIONS = 4096;

	private static final byte[] SALT = "interoperability".getBytes(StandardCharsets.UTF_8);

	private static final String NONCE = "3rfcNHYJY1ZVvWVs7j";

	private static final Pattern CLIENT_FIRST = Pattern.compile("(n,(?:a=[^,]+)?,)(n=([^,]+),r=([^,]+))");

	private static final Pattern CLIENT_FINAL = Pattern.compile("(c=([^,]+),r=([^,]+)),p=([^,]+)");

	private final String username;

	private final byte[] saltedPassword;

	private String header = "";

	private String clientFirst = "";

	private String serverFirst = "";

	private String nonce = "";

	ScramServer(String username, String password) {
		this.username = username;
		this.saltedPassword = salt(password);
	}

	/**
	 * Answer the client's first message, or return {@code null} if the client is refused.
	 */
	@Nullable String first(String message) {
		Matcher matcher = CLIENT_FIRST.matcher(message);
		if (!matcher.matches() || !matcher.group(3).equals(this.username)) {
			return null;
		}
		this.header = matcher.group(1);
		this.clientFirst = matcher.group(2);
		this.nonce = matcher.group(4) + NONCE;
		this.serverFirst = "r=" + this.nonce + ",s=" + encode(SALT) + ",i=" + ITERATIONS;
		return this.serverFirst;
	}

	/**
	 * Answer the client's last message, or return {@code null} if the client is refused.
	 */
	@Nullable String last(String message) {
		Matcher matcher = CLIENT_FINAL.matcher(message);
		if (!matcher.matches() || !matcher.group(3).equals(this.nonce)
				|| !matcher.group(2).equals(encode(bytes(this.header)))) {
			return null;
		}
		byte[] authMessage = bytes(this.clientFirst + "," + this.serverFirst + "," + matcher.group(1));
		byte[] clientKey = hmac(this.saltedPassword, bytes("Client Key"));
		byte[] proof = hmac(sha256(clientKey), authMessage);
		for (int i = 0; i < proof.length; i++) {
			proof[i] ^= clientKey[i];
		}
		if (!MessageDigest.isEqual(proof, Base64.getDecoder().decode(matcher.group(4)))) {
			return null;
		}
		return "v=" + encode(hmac(hmac(this.saltedPassword, bytes("Server Key")), authMessage));
	}

	private static byte[] salt(String password) {
		try {
			PBEKeySpec key = new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256);
			return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] hmac(byte[] key, byte[] data) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(data);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] sha256(byte[] data) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(data);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String encode(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
