package io.topicwire.mqtt.interoperability.hivemq;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.hivemq.extension.sdk.api.auth.EnhancedAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthConnectInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthOutput;
import com.hivemq.extension.sdk.api.packets.auth.AuthPacket;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client in that proves to be the user, with name and password in its CONNECT or
 * with SCRAM-SHA-256. Serves one connection.
 */
class UserAuthenticator implements EnhancedAuthenticator {

	private static final String SCRAM = "SCRAM-SHA-256";

	private final String username;

	private final String password;

	private @Nullable ScramServer scram;

	UserAuthenticator(String username, String password) {
		this.username = username;
		this.password = password;
	}

	@Override
	public void onConnect(EnhancedAuthConnectInput input, EnhancedAuthOutput output) {
		ConnectPacket connect = input.getConnectPacket();
		String method = connect.getAuthenticationMethod().orElse(null);
		if (method == null) {
			checkPassword(connect, output);
		}
		else if (method.equals(SCRAM)) {
			begin(connect.getAuthenticationData().map(UserAuthenticator::text).orElse(""), output);
		}
		else {
			output.failAuthentication(DisconnectedReasonCode.BAD_AUTHENTICATION_METHOD);
		}
	}

	private void checkPassword(ConnectPacket connect, EnhancedAuthOutput output) {
		String password = connect.getPassword().map(UserAuthenticator::text).orElse("");
		if (connect.getUserName().orElse("").equals(this.username) && password.equals(this.password)) {
			output.authenticateSuccessfully();
		}
		else {
			output.failAuthentication(DisconnectedReasonCode.BAD_USER_NAME_OR_PASSWORD);
		}
	}

	@Override
	public void onReAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
		begin(text(input.getAuthPacket()), output);
	}

	private void begin(String clientFirst, EnhancedAuthOutput output) {
		this.scram = new ScramServer(this.username, this.password);
		answer(this.scram.first(clientFirst), false, output);
	}

	@Override
	public void onAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
		answer((this.scram != null) ? this.scram.last(text(input.getAuthPacket())) : null, true, output);
	}

	private static void answer(@Nullable String answer, boolean last, EnhancedAuthOutput output) {
		if (answer == null) {
			output.failAuthentication(DisconnectedReasonCode.NOT_AUTHORIZED);
		}
		else if (last) {
			output.authenticateSuccessfully(answer.getBytes(StandardCharsets.UTF_8));
		}
		else {
			output.continueAuthentication(answer.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static String text(AuthPacket packet) {
		return packet.getAuthenticationData().map(UserAuthenticator::text).orElse("");
	}

	private static String text(ByteBuffer bytes) {
		return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
	}

}
