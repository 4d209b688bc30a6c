package io.penstock.internal.codec.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.PgTypes;
import org.junit.jupiter.api.Test;

class OidConstantsTest {

    @Test
    void constantsForSwitchesAreThoseOfTheTypes() {
        assertThat(BoolCodec.BOOL_OID).isEqualTo(PgTypes.BOOL.oid());
        assertThat(IntegerType.INT2_OID).isEqualTo(PgTypes.INT2.oid());
        assertThat(IntegerType.INT4_OID).isEqualTo(PgTypes.INT4.oid());
        assertThat(IntegerType.INT8_OID).isEqualTo(PgTypes.INT8.oid());
        assertThat(IntegerType.OID_OID).isEqualTo(PgTypes.OID.oid());
        assertThat(IntegerType.XID_OID).isEqualTo(PgTypes.XID.oid());
        assertThat(IntegerType.CID_OID).isEqualTo(PgTypes.CID.oid());
        assertThat(Xid8Type.XID8_OID).isEqualTo(PgTypes.XID8.oid());
        assertThat(FloatType.FLOAT4_OID).isEqualTo(PgTypes.FLOAT4.oid());
        assertThat(FloatType.FLOAT8_OID).isEqualTo(PgTypes.FLOAT8.oid());
        assertThat(NumericType.NUMERIC_OID).isEqualTo(PgTypes.NUMERIC.oid());
    }
}
