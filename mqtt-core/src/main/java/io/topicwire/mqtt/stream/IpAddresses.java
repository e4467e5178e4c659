package io.topicwire.mqtt.stream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Tells addresses from names without asking anybody.
 */
final class IpAddresses {

	private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

	private IpAddresses() {
	}

	static boolean isLiteral(String host) {
		return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
	}

	/**
	 * Return the bytes of an address.
	 * @param literal an address, for which {@link #isLiteral(String)} holds
	 * @return 4 or 16 bytes
	 * @throws UnknownHostException if it is none
	 */
	static byte[] toBytes(String literal) throws UnknownHostException {
		// Nothing is looked up for a literal; the name of an interface means nothing to
		// others
		return InetAddress.getByName(literal.split("%", 2)[0]).getAddress();
	}

}
